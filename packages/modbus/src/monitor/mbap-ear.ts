import { type Ear, scanEar } from '@bus/line/monitor';
import { isPlausible } from '../dissect/is-plausible.js';
import { mbapFraming } from '../framing/mbap.js';
import { overheardModbus } from './overheard-modbus.js';

/** Bits that a header says whose protocol is 0 and whose length leads to a message; without a message it is chance. */
const EVIDENCE = 24;
const CHANCE = 1;

/** Finds Modbus TCP frames, in a stream that has nothing else in it. */
export function mbapEar(): Ear {
  const framing = mbapFraming();
  return scanEar(framing, frame =>
    overheardModbus(framing, frame, isPlausible(framing.unwrap(frame).pdu) ? EVIDENCE : CHANCE),
  );
}
