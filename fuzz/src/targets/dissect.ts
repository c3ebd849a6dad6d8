import { dissectDrio } from '@bus/232drio/monitor';
import { dconGuesses, dissectDcon } from '@bus/dcon/monitor';
import type { Dissection } from '@bus/line';
import { asciiFraming, mbapFraming, rtuFraming } from '@bus/modbus';
import { diagnose, dissectFrame } from '@bus/modbus/dissect';
import { Cursor } from '../cursor.js';
import { must } from '../oracle.js';
import { ANSWERS, REQUESTS } from '../pdus.js';
import { bytesOf, type Target } from '../target.js';

const FRAMINGS = [rtuFraming, asciiFraming(), mbapFraming()];
const SIDES = [undefined, 'request', 'response'] as const;

export const target: Target = {
  name: 'dissect',
  promise:
    'every frame is explained without an error: all fields stand inside it, and every guess says how likely it is',
  longest: 300,
  words: [':', '\r\n', '>', '!', [0x83, 2]],
  seeds: [
    ...[...REQUESTS, ...ANSWERS].flatMap(pdu =>
      FRAMINGS.map(framing => [0, ...framing.wrap(1, Uint8Array.from(pdu))]),
    ),
    ...['$012\r', '!01400600\r', '>+07.231+07.232\r', '!0S\u0003', ':0103\r\n'].map(text => [
      0,
      ...bytesOf(text),
    ]),
  ],
  run(input) {
    const cursor = new Cursor(input);
    const side = cursor.pick(SIDES);
    const bytes = cursor.rest();
    for (const framing of FRAMINGS) check(dissectFrame(framing, bytes, side), bytes);
    check(dissectDcon(bytes, side === 'response' ? '$012' : undefined), bytes);
    for (const one of ['request', 'response'] as const) check(dissectDrio(bytes, one), bytes);
    for (const { text, evidence } of diagnose(bytes))
      must(text.length > 0 && Number.isFinite(evidence), 'an empty guess');
    for (const { frame, evidence } of dconGuesses(bytes))
      must(frame.length > 0 && Number.isFinite(evidence), 'an empty guess');
  },
};

function check(dissection: Dissection | undefined, bytes: Uint8Array): void {
  if (dissection === undefined) return;
  must(dissection.meaning.length > 0, 'no meaning');
  for (const { offset, length, name } of dissection.fields)
    must(
      offset >= 0 && length >= 0 && offset + length <= bytes.length,
      () => `${name} stands outside of the frame`,
    );
}
