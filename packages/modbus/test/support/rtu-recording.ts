import { type AnyPduCodec, pduCodecs, rtuFraming } from '../../src/index.js';

/** A whole number from 0 to below `limit`. */
export type Dice = (limit: number) => number;

/** A repeatable source of numbers; `seed` is any whole number but 0. */
export function dice(seed: number): Dice {
  let state = seed;
  return limit => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 8) % limit;
  };
}

export interface Recording {
  readonly bytes: Uint8Array;
  /** `offset+length` of each sound frame. */
  readonly frames: readonly string[];
}

const bytesOf = (roll: Dice, count: number) => Uint8Array.from({ length: count }, () => roll(256));
const wordsOf = (roll: Dice, count: number) =>
  Array.from({ length: count }, () => roll(roll(3) ? 300 : 65536));
const bitsOf = (roll: Dice, count: number) => Array.from({ length: count }, () => roll(2) === 1);

/** A question and its answer for one function, as objects of its codec. */
function messages(code: number, roll: Dice): readonly [unknown, unknown] {
  const startAddress = roll(1000);
  if (code < 3) {
    const quantity = 1 + roll(100);
    return [{ startAddress, quantity }, { bits: bitsOf(roll, 8 * Math.ceil(quantity / 8)) }];
  }
  const quantity = 1 + roll(roll(4) ? 12 : 100);
  if (code < 5) return [{ startAddress, quantity }, { registers: wordsOf(roll, quantity) }];
  const echo =
    code === 5
      ? { address: startAddress, state: roll(2) === 1 }
      : { address: startAddress, value: roll(999) };
  if (code < 7) return [echo, echo];
  if (code === 15)
    return [
      { startAddress, bits: bitsOf(roll, quantity) },
      { startAddress, quantity },
    ];
  if (code === 16)
    return [
      { startAddress, registers: wordsOf(roll, quantity) },
      { startAddress, quantity },
    ];
  const data = bytesOf(roll, 1 + roll(30));
  if (code === 17) return [{}, { data }];
  const mask = { address: startAddress, andMask: roll(65536), orMask: roll(65536) };
  return [mask, mask];
}

const DOCUMENTED = [1, 2, 3, 3, 3, 3, 4, 4, 5, 6, 15, 16, 16, 17, 22];
/** Left to makers of devices. */
const VENDOR = [65, 68, 72, 100, 107, 110];

function exchange(roll: Dice, vendor: number): Uint8Array[] {
  const unit = 1 + roll(6);
  if (roll(100) < vendor) {
    const code = VENDOR[roll(VENDOR.length)]!;
    return [0, 0].map(() => rtuFraming.wrap(unit, Uint8Array.of(code, ...bytesOf(roll, 1 + roll(40)))));
  }
  const code = DOCUMENTED[roll(DOCUMENTED.length)]!;
  const codec: AnyPduCodec = pduCodecs.get(code)!;
  const [request, response] = messages(code, roll);
  const question = rtuFraming.wrap(unit, codec.encodeRequest(request));
  if (roll(20) === 0) return [question, rtuFraming.wrap(unit, Uint8Array.of(code | 0x80, 1 + roll(4)))];
  return [question, rtuFraming.wrap(unit, codec.encodeResponse(response))];
}

/** Bursts of noise, lines held low or high, frames with one wrong bit, and frames cut off. */
function garbage(roll: Dice, vendor: number): Uint8Array {
  const kind = roll(4);
  if (kind === 0) return bytesOf(roll, 1 + roll(40));
  if (kind === 1) return new Uint8Array(1 + roll(20)).fill(roll(2) ? 0xff : 0);
  const victim = exchange(roll, vendor)[roll(2)]!;
  if (kind === 2) return victim.slice(0, 1 + roll(victim.length - 1));
  const at = roll(victim.length);
  return victim.map((byte, i) => (i === at ? byte ^ (1 << roll(8)) : byte));
}

/**
 * At least `size` bytes of traffic, of which `share` percent belong to no frame, and in which `vendor` percent of the
 * exchanges use functions that nobody here knows.
 */
export function rtuRecording(roll: Dice, size: number, share: number, vendor: number): Recording {
  const bytes: number[] = [];
  const frames: string[] = [];
  let wasted = 0;
  while (bytes.length < size) {
    for (const part of exchange(roll, vendor)) {
      frames.push(`${bytes.length}+${part.length}`);
      bytes.push(...part);
      while (100 * wasted < share * bytes.length && bytes.length < size) {
        const junk = garbage(roll, vendor);
        wasted += junk.length;
        bytes.push(...junk);
      }
    }
  }
  return { bytes: Uint8Array.from(bytes), frames };
}
