import { UsageError } from '@bus/line';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatLineFormat, parseLineFormat } from './line-format.js';
import { characterTime } from './serial-settings.js';

const formats = fc.record({
  baudRate: fc.integer({ min: 50, max: 4_000_000 }),
  dataBits: fc.constantFrom(5 as const, 6 as const, 7 as const, 8 as const),
  parity: fc.constantFrom('none' as const, 'even' as const, 'odd' as const),
  stopBits: fc.constantFrom(1 as const, 2 as const),
});

describe('parseLineFormat and formatLineFormat', () => {
  it('read what they write, for every format', () => {
    fc.assert(
      fc.property(formats, format => {
        expect(parseLineFormat(formatLineFormat(format))).toEqual(format);
      }),
    );
  });

  it('fill in 19200-8N1', () => {
    expect(formatLineFormat({})).toBe('19200-8N1');
    expect(formatLineFormat({ parity: 'odd', stopBits: 2 })).toBe('19200-8O2');
  });

  it('take the parity in either case', () => {
    expect(parseLineFormat('9600-7e1')).toEqual({ baudRate: 9600, dataBits: 7, parity: 'even', stopBits: 1 });
  });

  it.each([
    '',
    '9600',
    '9600-8',
    '9600-8N',
    '9600-8N3',
    '9600-9N1',
    '9600-8X1',
    '49-8N1',
    '5000000-8N1',
    '9600 8N1',
    ' 9600-8N1',
    '9600-8N1\n',
    '-9600-8N1',
    '96e2-8N1',
  ])('refuse %j', text => expect(() => parseLineFormat(text)).toThrow(UsageError));

  it('refuse to write what is out of range', () => {
    expect(() => formatLineFormat({ baudRate: 0 })).toThrow(UsageError);
  });
});

describe('characterTime', () => {
  it.each([
    ['19200-8N1', 10_000 / 19_200],
    ['9600-8E1', 11_000 / 9600],
    ['1200-7O2', 11_000 / 1200],
    ['300-8E2', 12_000 / 300],
  ])('of %s counts start, data, parity and stop bits', (text, expected) => {
    expect(characterTime(parseLineFormat(text))).toBeCloseTo(expected, 10);
  });
});
