import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { frameOf } from '../wire/frame-text.js';
import { dconGuesses } from './dcon-guesses.js';
import { dissectDcon } from './dissect-dcon.js';

const told = (text: string, checksum = false, request?: string) => {
  const dissected = dissectDcon(frameOf(text, checksum), request)!;
  return dissected.fields.map(({ offset, length, name, value }) =>
    `${offset}+${length} ${name} ${value ?? ''}`.trim(),
  );
};

describe('a DCON frame, field by field', () => {
  it('has the fields of the command that it is', () => {
    expect(told('%0203400600', true)).toEqual([
      '0+1 lead %',
      '1+2 address 02',
      '3+2 new address 3',
      '5+2 type 64',
      '7+2 baud 6',
      '9+2 flags 0',
      '11+2 checksum 14',
      '13+1 end',
    ]);
  });

  it('means what was asked, when it is an answer', () => {
    expect(told('!02400600', false, '$022')).toContain('3+2 type 64');
    expect(told('!02400600')).toContain('3+6 data 400600');
  });

  it('has every byte in one field, whatever the text', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[$#%@~!>?][0-9A-F+.-]{0,20}$/), fc.boolean(), (text, checksum) => {
        const frame = frameOf(text, checksum);
        let at = 0;
        for (const { offset, length } of dissectDcon(frame)!.fields) {
          expect(offset).toBe(at);
          at += length;
        }
        expect(at).toBe(frame.length);
      }),
    );
  });

  it('has no address where an answer may be that of a digital module', () => {
    const names = (text: string) => dissectDcon(frameOf(text, false))!.fields.map(({ name }) => name);
    expect(names('!0F0000')).toEqual(['lead', 'data', 'end']);
    expect(names('!01400600')).toEqual(['lead', 'address', 'data', 'end']);
  });

  it('is no frame without a lead', () => {
    expect(dissectDcon(Uint8Array.of(0x30, 0x0d))).toBeUndefined();
  });
});

describe('what broken DCON text was meant to be', () => {
  const kinds = (text: string) =>
    dconGuesses(new TextEncoder().encode(text)).map(
      ({ kind, frame }) => `${kind} ${String.fromCharCode(...frame).trim()}`,
    );

  it('is found with small letters, without its end, and with another checksum', () => {
    expect(kinds('$0a2\r')).toContain('dcon-form $0A2');
    expect(kinds('$022')).toContain('dcon-form $022');
    expect(kinds('$012B8\r')).toContain('wrong-checksum $012B7');
    expect(kinds('$022\r')).toEqual([]);
  });

  it('is found when a bit of a frame with a checksum is inverted', () => {
    const frame = frameOf('$012', true);
    fc.assert(
      fc.property(fc.nat(frame.length - 2), fc.nat(6), (at, bit) => {
        const broken = frame.with(at, frame[at]! ^ (1 << bit));
        const text = String.fromCharCode(...broken);
        fc.pre(/^[$#%@~!>?][ -~]*\r$/.test(text));
        expect(kinds(text)).toContain('bit-flip $012B7');
      }),
    );
  });
});
