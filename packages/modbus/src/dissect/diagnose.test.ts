import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesOf, rtuVectors } from '../../test/vectors.js';
import { asciiFraming } from '../framing/ascii.js';
import { mbapFraming } from '../framing/mbap.js';
import { rtuFraming } from '../framing/rtu.js';
import { diagnose } from './diagnose.js';
import type { FaultKind } from './guess.js';
import { isSound } from './is-plausible.js';

const ascii = asciiFraming();
const mbap = mbapFraming();
/** Sound frames of every function, requests, answers and refusals. */
const frames = rtuVectors
  .filter(({ valid }) => valid)
  .map(({ hex }) => bytesOf(hex))
  .filter(bytes => bytes.length <= 80 && isSound(rtuFraming, bytes));
const messages = frames.map(bytes => rtuFraming.unwrap(bytes));
const anyFrame = fc.constantFrom(...frames);
const anyMessage = fc.constantFrom(...messages);
const anyAscii = anyMessage.map(({ unit, pdu }) => ascii.wrap(unit, pdu));

const without = (bytes: Uint8Array, at: number) =>
  Uint8Array.of(...bytes.subarray(0, at), ...bytes.subarray(at + 1));
const withByte = (bytes: Uint8Array, at: number, byte: number) =>
  Uint8Array.of(...bytes.subarray(0, at), byte, ...bytes.subarray(at));
const sound = (bytes: Uint8Array) => [rtuFraming, ascii, mbap].some(framing => isSound(framing, bytes));

/** A broken frame is explained as it was broken, and what was meant is found. */
function expectFound(broken: Uint8Array, kind: FaultKind, meant: Uint8Array) {
  const guesses = diagnose(broken);
  const same = guesses.filter(each => each.kind === kind && each.frame?.join() === meant.join());
  expect(same, `${kind} among ${JSON.stringify(guesses.map(each => each.text))}`).not.toEqual([]);
}

describe('what a broken frame was meant to be', () => {
  it('is found when the bytes of the CRC are swapped, first of all', () => {
    fc.assert(
      fc.property(anyFrame, frame => {
        const broken = Uint8Array.of(...frame.subarray(0, -2), frame.at(-1)!, frame.at(-2)!);
        fc.pre(!sound(broken));
        expectFound(broken, 'crc-swapped', frame);
        expect(diagnose(broken)[0]?.kind).toBe('crc-swapped');
      }),
    );
  });

  it('is found when any bit is inverted', () => {
    fc.assert(
      fc.property(anyFrame, fc.nat(), fc.nat(7), (frame, place, bit) => {
        const at = place % frame.length;
        const broken = frame.with(at, frame[at]! ^ (1 << bit));
        expectFound(broken, 'bit-flip', frame);
        const told = diagnose(broken).find(({ kind }) => kind === 'bit-flip')!;
        expect(told.text).toContain(`bit ${bit} of byte ${at} is inverted`);
      }),
      { numRuns: 60 },
    );
  });

  it('is found when any byte is missing', () => {
    fc.assert(
      fc.property(anyFrame, fc.nat(), (frame, place) => {
        const broken = without(frame, place % frame.length);
        fc.pre(!sound(broken));
        expectFound(broken, 'missing-byte', frame);
      }),
      { numRuns: 60 },
    );
  });

  it('is found when a byte is too many anywhere', () => {
    fc.assert(
      fc.property(anyFrame, fc.nat(), fc.nat(255), (frame, place, byte) => {
        const broken = withByte(frame, place % (frame.length + 1), byte);
        fc.pre(!sound(broken));
        expectFound(broken, 'extra-byte', frame);
      }),
      { numRuns: 60 },
    );
  });

  it('is found when any byte is another one', () => {
    fc.assert(
      fc.property(anyFrame, fc.nat(), fc.integer({ min: 1, max: 255 }), (frame, place, change) => {
        fc.pre(!Number.isInteger(Math.log2(change)));
        const at = place % frame.length;
        const broken = frame.with(at, frame[at]! ^ change);
        fc.pre(!sound(broken));
        expectFound(broken, 'changed-byte', frame);
      }),
      { numRuns: 60 },
    );
  });

  it('is found with junk in front or behind', () => {
    const junk = fc.uint8Array({ minLength: 2, maxLength: 6 });
    fc.assert(
      fc.property(anyFrame, junk, fc.boolean(), (frame, some, inFront) => {
        const broken = inFront ? Uint8Array.of(...some, ...frame) : Uint8Array.of(...frame, ...some);
        fc.pre(!sound(broken));
        expectFound(broken, 'junk', frame);
      }),
    );
  });

  it('is found without its CRC, and with a CRC of something else', () => {
    fc.assert(
      fc.property(anyFrame, fc.nat(65_535), (frame, crc) => {
        const bare = frame.subarray(0, -2);
        fc.pre(!sound(bare));
        expectFound(bare, 'no-checksum', frame);
        const wrong = Uint8Array.of(...bare, crc >> 8, crc & 255);
        fc.pre(!sound(wrong));
        expectFound(wrong, 'wrong-checksum', frame);
      }),
    );
  });

  it('is told from the first bytes when it breaks off', () => {
    fc.assert(
      fc.property(anyMessage, ({ unit, pdu }) => {
        fc.pre(pdu.length > 6 && [3, 4, 15, 16, 23].includes(pdu[0]!));
        const frame = rtuFraming.wrap(unit, pdu);
        const told = diagnose(frame.subarray(0, -3)).filter(({ kind }) => kind === 'cut-off');
        expect(told.map(({ text }) => text)).toContainEqual(
          expect.stringContaining(`${frame.length - 3} of the ${frame.length} bytes`),
        );
      }),
    );
  });

  it('is an answer behind an echo', () => {
    const question = rtuFraming.wrap(1, Uint8Array.of(3, 1, 0x21, 0, 1));
    const answer = rtuFraming.wrap(1, Uint8Array.of(3, 2, 3, 4));
    expectFound(Uint8Array.of(...question, ...answer), 'echo', answer);
    const other = rtuFraming.wrap(1, Uint8Array.of(3, 4, 3, 4, 3, 4));
    expect(diagnose(Uint8Array.of(...question, ...other)).map(({ kind }) => kind)).not.toContain('echo');
  });

  it('is found in Modbus ASCII without LRC, with another one, and written otherwise', () => {
    fc.assert(
      fc.property(anyAscii, fc.nat(255), (frame, lrc) => {
        const text = String.fromCharCode(...frame);
        const bytes = (changed: string) => new TextEncoder().encode(changed);
        expectFound(bytes(`${text.slice(0, -4)}\r\n`), 'no-checksum', frame);
        const wrong = `${text.slice(0, -4)}${lrc.toString(16).toUpperCase().padStart(2, '0')}\r\n`;
        if (wrong !== text) expectFound(bytes(wrong), 'wrong-checksum', frame);
        for (const other of [
          text.slice(1),
          text.trim(),
          text.replace('\r', ''),
          text.replace(/..(?=.)/g, '$& '),
        ])
          expectFound(bytes(other), 'ascii-form', frame);
        if (text !== text.toLowerCase()) expectFound(bytes(text.toLowerCase()), 'ascii-form', frame);
      }),
      { numRuns: 20 },
    );
  });

  it('is found in Modbus ASCII with a bit inverted, or a character too many or too few', () => {
    fc.assert(
      fc.property(anyAscii, fc.nat(), fc.nat(6), (frame, place, bit) => {
        const at = 1 + (place % (frame.length - 3));
        expectFound(frame.with(at, frame[at]! ^ (1 << bit)), 'bit-flip', frame);
        expectFound(withByte(frame, at, 0x37), 'extra-byte', frame);
        expectFound(without(frame, at), 'missing-byte', frame);
      }),
      { numRuns: 15 },
    );
  });

  it('is found when RTU and Modbus TCP are confused', () => {
    fc.assert(
      fc.property(anyMessage, fc.nat(65_535), ({ unit, pdu }, id) => {
        const tcp = mbap.multiplex!.tag(mbap.wrap(unit, pdu), id);
        const rtu = rtuFraming.wrap(unit, pdu);
        expect(diagnose(tcp, { expected: 'rtu' })).toContainEqual(
          expect.objectContaining({ kind: 'other-framing', framing: 'tcp' }),
        );
        expect(diagnose(rtu, { expected: 'tcp' })).toContainEqual(
          expect.objectContaining({ kind: 'other-framing', framing: 'rtu' }),
        );
        expectFound(Uint8Array.of(...tcp, ...rtu.subarray(-2)), 'crc-in-tcp', tcp);
        expectFound(tcp.subarray(6), 'no-header', mbap.wrap(unit, pdu));
        expectFound(tcp.with(5, tcp[5]! ^ 1), 'wrong-length', tcp);
      }),
    );
  });

  it('is nothing for sound frames, and for bytes that resemble none', () => {
    fc.assert(
      fc.property(anyMessage, ({ unit, pdu }) => {
        for (const framing of [rtuFraming, ascii, mbap])
          expect(diagnose(framing.wrap(unit, pdu))).toEqual([]);
      }),
    );
    expect(diagnose(new Uint8Array(0))).toEqual([]);
    expect(diagnose(new Uint8Array(40).fill(0xff))).toEqual([]);
  });
});
