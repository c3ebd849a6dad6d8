import { crc16 } from '@bus/codec';
import { fitsLength } from '@bus/codec/capture';
import { formatHex } from '@bus/line';
import { MAX_UNIT, rtuFraming } from '../framing/rtu.js';
import { pduCodecs } from '../pdu/codecs.js';
import { EXCEPTION_BIT, isException } from '../pdu/exception.js';
import { type Guess, guess } from './guess.js';
import { isPlausible, isSound, PLAUSIBLE } from './is-plausible.js';

/** Bits that a CRC says that is right. */
const CRC = 16;
const MIN_LENGTH = 4;
const MAX_LENGTH = 256;

/** What may have happened to bytes that were meant to be an RTU frame. */
export function rtuGuesses(bytes: Uint8Array): Guess[] {
  if (bytes.length > MAX_LENGTH + 1) return [];
  return [
    ...swapped(bytes),
    ...flippedBits(bytes),
    ...extraBytes(bytes),
    ...missingBytes(bytes),
    ...changedBytes(bytes),
    ...wrongChecksum(bytes),
    ...withoutChecksum(bytes),
    ...cutOff(bytes),
  ];
}

/** A guess among `tried` that were as good before it was looked. */
function found(kind: Guess['kind'], text: string, frame: Uint8Array, tried: number): Guess[] {
  if (!isSound(rtuFraming, frame)) return [];
  return [guess(kind, text, rtuFraming, frame, CRC + PLAUSIBLE - Math.log2(tried))];
}

function swapped(bytes: Uint8Array): Guess[] {
  if (bytes.length < MIN_LENGTH) return [];
  const frame = Uint8Array.of(...bytes.subarray(0, -2), bytes.at(-1)!, bytes.at(-2)!);
  return found('crc-swapped', 'the two bytes of the CRC are swapped: the low one comes first', frame, 1);
}

function flippedBits(bytes: Uint8Array): Guess[] {
  return Array.from(bytes).flatMap((byte, at) =>
    [0, 1, 2, 3, 4, 5, 6, 7].flatMap(bit => {
      const frame = bytes.with(at, byte ^ (1 << bit));
      const text = `bit ${bit} of byte ${at} is inverted: ${hex(byte)} where ${hex(byte ^ (1 << bit))} belongs`;
      return crc16(frame) === 0 ? found('bit-flip', text, frame, 8 * bytes.length) : [];
    }),
  );
}

/** One byte too many anywhere, or several in front or behind. */
function extraBytes(bytes: Uint8Array): Guess[] {
  const single = Array.from(bytes).flatMap((byte, at) => {
    const frame = Uint8Array.of(...bytes.subarray(0, at), ...bytes.subarray(at + 1));
    return found('extra-byte', `byte ${at}, ${hex(byte)}, is one too many`, frame, bytes.length);
  });
  const several = Array.from({ length: Math.max(0, bytes.length - MIN_LENGTH - 1) }, (_, index) => {
    const count = index + 2;
    return [
      ...found('junk', `the first ${count} bytes do not belong to it`, bytes.subarray(count), bytes.length),
      ...found(
        'junk',
        `the last ${count} bytes do not belong to it`,
        bytes.subarray(0, -count),
        bytes.length,
      ),
    ];
  });
  return [...single, ...several.flat()];
}

function missingBytes(bytes: Uint8Array): Guess[] {
  const guesses: Guess[] = [];
  const frame = new Uint8Array(bytes.length + 1);
  for (let at = 0; at <= bytes.length; at += 1) {
    frame.set(bytes.subarray(0, at));
    frame.set(bytes.subarray(at), at + 1);
    for (let byte = 0; byte < 256; byte += 1) {
      frame[at] = byte;
      if (crc16(frame) !== 0) continue;
      const text = `a byte is missing in front of byte ${at}: ${hex(byte)}`;
      guesses.push(...found('missing-byte', text, frame.slice(), 256 * frame.length));
    }
  }
  return guesses;
}

function changedBytes(bytes: Uint8Array): Guess[] {
  const guesses: Guess[] = [];
  const frame = bytes.slice();
  for (const [at, was] of bytes.entries()) {
    for (let byte = 0; byte < 256; byte += 1) {
      const isFlip = Number.isInteger(Math.log2(byte ^ was));
      frame[at] = byte;
      if (byte === was || isFlip || crc16(frame) !== 0) continue;
      const text = `byte ${at} is ${hex(was)} where ${hex(byte)} belongs`;
      guesses.push(...found('changed-byte', text, frame.slice(), 256 * frame.length));
    }
    frame[at] = was;
  }
  return guesses;
}

function wrongChecksum(bytes: Uint8Array): Guess[] {
  if (bytes.length < MIN_LENGTH || crc16(bytes) === 0) return [];
  const { unit, pdu } = rtuFraming.unwrap(bytes);
  if (unit > MAX_UNIT || !isPlausible(pdu)) return [];
  const frame = rtuFraming.wrap(unit, pdu);
  const text = `the CRC is ${formatHex(bytes.subarray(-2))} where ${formatHex(frame.subarray(-2))} belongs`;
  return [guess('wrong-checksum', text, rtuFraming, frame, PLAUSIBLE - 5)];
}

function withoutChecksum(bytes: Uint8Array): Guess[] {
  const [unit] = bytes;
  const pdu = bytes.subarray(1);
  if (unit === undefined || unit > MAX_UNIT || !isPlausible(pdu)) return [];
  const frame = rtuFraming.wrap(unit, pdu);
  const text = `the CRC is missing: ${formatHex(frame.subarray(-2))}`;
  return [guess('no-checksum', text, rtuFraming, frame, PLAUSIBLE - 3)];
}

/** The beginning of a frame whose length its first bytes tell. */
function cutOff(bytes: Uint8Array): Guess[] {
  const [unit, code] = bytes;
  if (unit === undefined || code === undefined || unit > MAX_UNIT) return [];
  const codec = pduCodecs.get(code & ~EXCEPTION_BIT);
  if (codec === undefined) return [];
  const sides = isException(bytes.subarray(1))
    ? ([['response', 'a refusal', { fixed: 2 }]] as const)
    : ([
        ['request', 'a request', codec.requestLength],
        ['response', 'an answer', codec.responseLength],
      ] as const);
  return sides.flatMap(([side, what, rule]) => {
    const length = toldLength(rule, bytes);
    if (length === undefined || length <= bytes.length) return [];
    const text = `it breaks off: ${bytes.length} of the ${length} bytes of ${what}, ${codec.name}, unit ${unit}`;
    // The more of it is there, the more it says.
    const evidence = Math.min(PLAUSIBLE / 2, 2 * (bytes.length - 2));
    const kind = 'cut-off';
    return [{ kind, text, framing: rtuFraming.name, side, frame: undefined, meaning: undefined, evidence }];
  });
}

/** The length of the whole frame, if the bytes that are there say it whatever follows. */
function toldLength(rule: Parameters<typeof fitsLength>[0], bytes: Uint8Array): number | undefined {
  const lengths = [0x00, 0xff].map(filling => {
    const padded = new Uint8Array(MAX_LENGTH).fill(filling);
    padded.set(bytes.subarray(0, MAX_LENGTH));
    for (let length = 1; length <= MAX_LENGTH - 3; length += 1)
      if (fitsLength(rule, padded, 1, length) === true) return length + 3;
    return undefined;
  });
  return lengths[0] === lengths[1] ? lengths[0] : undefined;
}

const hex = (byte: number): string => formatHex(Uint8Array.of(byte));
