import type { Dissection, FrameField, Side } from '@bus/line';
import { complement } from '../drio-command.js';
import { describeDrioFrame } from '../drio-framing.js';

/** Names of the bytes of a command and of an answer. */
const NAMES: Readonly<Record<Side, readonly string[]>> = {
  request: ['lead', 'address', 'command', 'relays', 'complement'],
  response: ['state', 'complement'],
};

/** Explains a command or an answer of a 232DRIO, byte by byte. */
export function dissectDrio(frame: Uint8Array, side: Side): Dissection {
  const fields = Array.from(frame, (byte, offset): FrameField => {
    const name = NAMES[side][offset] ?? 'rest';
    const isText = side === 'request' && offset < 3;
    const wanted = name === 'complement' ? complement(frame[offset - 1]!) : byte;
    return {
      offset,
      length: 1,
      name,
      value: isText ? String.fromCharCode(byte) : byte,
      meaning: undefined,
      problem: byte === wanted ? undefined : `should be ${wanted}`,
    };
  });
  const problems = fields.flatMap(({ name, problem }) =>
    problem === undefined ? [] : [`${name}: ${problem}`],
  );
  return { fields, meaning: describeDrioFrame(frame, side), problems };
}
