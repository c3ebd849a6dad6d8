import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesOf, KNOWN, rtuVectors } from '../../test/vectors.js';
import { asciiFraming } from '../framing/ascii.js';
import { mbapFraming } from '../framing/mbap.js';
import { rtuFraming } from '../framing/rtu.js';
import { dissectFrame } from './dissect-frame.js';

const hex = (text: string) => bytesOf(text.replaceAll(' ', ''));
const ascii = asciiFraming();
const mbap = mbapFraming();
const sound = rtuVectors
  .filter(({ valid, functionCode }) => valid && KNOWN.has(functionCode! & 0x7f))
  .map(({ hex: bytes, direction }) => ({ frame: bytesOf(bytes), direction }));
const table = (fields: readonly { offset: number; length: number; name: string }[]) =>
  fields.map(({ offset, length, name }) => `${offset}+${length} ${name}`);

describe('a frame, field by field', () => {
  it('has the fields that its decoder reads', () => {
    const { fields, meaning, problems } = dissectFrame(rtuFraming, hex('01 03 01 21 00 01 D5 FC'))!;
    expect(fields).toEqual([
      { offset: 0, length: 1, name: 'unit', value: 1, meaning: undefined, problem: undefined },
      {
        offset: 1,
        length: 1,
        name: 'function',
        value: 3,
        meaning: 'read holding registers',
        problem: undefined,
      },
      { offset: 2, length: 2, name: 'start address', value: 289, meaning: undefined, problem: undefined },
      { offset: 4, length: 2, name: 'quantity', value: 1, meaning: undefined, problem: undefined },
      { offset: 6, length: 2, name: 'CRC', value: 'D5 FC', meaning: 'right', problem: undefined },
    ]);
    expect(meaning).toBe('unit 1, read holding registers 289, 1');
    expect(problems).toEqual([]);
  });

  it('stands at other places in text, and behind a header', () => {
    const pdu = hex('03 01 21 00 01');
    expect(table(dissectFrame(ascii, ascii.wrap(1, pdu))!.fields)).toEqual([
      '0+1 start',
      '1+2 unit',
      '3+2 function',
      '5+4 start address',
      '9+4 quantity',
      '13+2 LRC',
      '15+2 end',
    ]);
    expect(table(dissectFrame(mbap, mbap.wrap(1, pdu))!.fields).slice(0, 5)).toEqual([
      '0+2 transaction id',
      '2+2 protocol id',
      '4+2 length',
      '6+1 unit',
      '7+1 function',
    ]);
  });

  it('says what values stand for', () => {
    const told = (frame: Uint8Array) => dissectFrame(rtuFraming, frame)!.fields.map(({ meaning }) => meaning);
    expect(told(rtuFraming.wrap(1, hex('83 02')))).toEqual([
      undefined,
      'refused: read holding registers (3)',
      'exception 2 (illegal data address)',
      'right',
    ]);
    expect(told(rtuFraming.wrap(1, hex('05 00 01 FF 00')))).toContain('on');
    expect(told(rtuFraming.wrap(1, hex('08 00 0B 00 00')))).toContain('bus message count');
    expect(told(rtuFraming.wrap(1, hex('01 01 05')))).toContain('1010 0000');
  });

  it('is read as sent by the side that is named', () => {
    const both = rtuFraming.wrap(1, hex('11'));
    expect(dissectFrame(rtuFraming, both, 'request')!.problems).toEqual([]);
    expect(dissectFrame(rtuFraming, both, 'response')!.problems).not.toEqual([]);
  });

  it('says what is wrong with it, and goes as far as it makes sense', () => {
    const crc = dissectFrame(rtuFraming, hex('01 03 01 21 00 01 FC D5'))!;
    expect(crc.problems).toEqual(['CRC: should be D5 FC']);
    const count = dissectFrame(
      rtuFraming,
      rtuFraming.wrap(1, hex('10 00 01 00 02 05 00 01 00 02')),
      'request',
    )!;
    expect(count.problems).toEqual(['byte count 5, but 4 bytes follow']);
    expect(table(count.fields)).toContain('7+4 rest');
    const long = dissectFrame(mbap, hex('00 01 00 00 00 07 01 03 00 00 00 01'))!;
    expect(long.problems).toEqual(['length: should be 00 06']);
  });

  it('is nothing where there are too few bytes', () => {
    expect(dissectFrame(rtuFraming, hex('01 03 01'))).toBeUndefined();
    expect(dissectFrame(mbap, hex('01 03 01 21 00 01'))).toBeUndefined();
  });

  it('has every byte in one field, whatever the frame', () => {
    const inOrder = (frame: Uint8Array, fields: readonly { offset: number; length: number }[]) => {
      let at = 0;
      for (const { offset, length } of fields) {
        expect(offset).toBe(at);
        at += length;
      }
      expect(at).toBe(frame.length);
    };
    for (const { frame, direction } of sound) {
      const told = dissectFrame(rtuFraming, frame, direction)!;
      inOrder(frame, told.fields);
      expect(told.problems).toEqual([]);
      expect(told.fields.filter(({ name }) => name === 'rest')).toEqual([]);
    }
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 4, maxLength: 40 }), bytes => {
        inOrder(bytes, dissectFrame(rtuFraming, bytes)!.fields);
      }),
    );
  });
});
