import { describe, expect, it } from 'vitest';
import { decodeValue, encodeValue } from './value.js';
import type { ValueSpec } from './value-spec.js';

const bytes = (...values: number[]): number[] =>
  Array.from({ length: values.length / 2 }, (_, index) => values[2 * index]! * 256 + values[2 * index + 1]!);

const read = (registers: number[], options: Partial<ValueSpec> = {}) =>
  decodeValue(registers, { type: 'string', length: registers.length, ...options });

describe('texts', () => {
  it('F28: are read whatever the bytes are', () => {
    const all = Array.from({ length: 256 }, (_, byte) => byte);
    for (const encoding of ['ascii', 'latin1', 'utf8'] as const) {
      for (const trim of ['none', 'nul', 'both'] as const)
        expect(typeof read(bytes(...all), { encoding, trim })).toBe('string');
    }
    expect(read(bytes(...all), { encoding: 'latin1', trim: 'none' })).toBe(String.fromCharCode(...all));
    expect(read([0x00ff], { trim: 'none' })).toBe('\0\uFFFD');
    expect(read([0xffff])).toBe('\uFFFD\uFFFD');
    expect(read(bytes(0x41, 0, 0x42, 0x43))).toBe('A');
    expect(read(bytes(0x32, 0x31, 0xb0, 0x43))).toBe('21\uFFFDC');
    expect(read(bytes(0x32, 0x31, 0xb0, 0x43), { encoding: 'latin1' })).toBe('21°C');
    expect(read([0x809f], { encoding: 'latin1' })).toBe('\x80\x9f');
  });

  it('lose what fills them up, as far as that is wished', () => {
    const registers = bytes(0x20, 0x41, 0x20, 0x20, 0x00, 0x42);
    expect(read(registers)).toBe(' A');
    expect(read(registers, { trim: 'nul' })).toBe(' A');
    expect(read(registers, { trim: 'both' })).toBe('A');
    expect(read(registers, { trim: 'none' })).toBe(' A  \0B');
    expect(read([0x2020, 0x2020], { trim: 'both' })).toBe('');
    expect(read([0, 0])).toBe('');
  });

  it('are filled up with blanks or NULs', () => {
    expect(encodeValue('ABC', { type: 'string', length: 3 })).toEqual([0x4142, 0x4320, 0x2020]);
    expect(encodeValue('ABC', { type: 'string', length: 3, pad: '\0' })).toEqual([0x4142, 0x4300, 0]);
    expect(encodeValue('', { type: 'string' })).toEqual(new Array(16).fill(0x2020));
  });

  it('have their bytes exchanged inside a register, and nothing else', () => {
    for (const [order, registers] of [
      ['ABCD', [0x4142, 0x4344]],
      ['CDAB', [0x4142, 0x4344]],
      ['BADC', [0x4241, 0x4443]],
      ['DCBA', [0x4241, 0x4443]],
    ] as const) {
      expect(encodeValue('ABCD', { type: 'string', length: 2, order })).toEqual(registers);
      expect(read([...registers], { order })).toBe('ABCD');
    }
  });

  it('are refused when the encoding lacks a character', () => {
    expect(() => encodeValue('21°C', { type: 'string' })).toThrow("'°' cannot be written in ascii");
    expect(() => encodeValue('5 €', { type: 'string', encoding: 'latin1' })).toThrow("'€'");
    expect(() => encodeValue('😀', { type: 'string', encoding: 'latin1' })).toThrow("'😀'");
    expect(() => encodeValue('a\ud800', { type: 'string', encoding: 'utf8' })).toThrow('surrogate');
  });

  it('are refused when they do not fit, counted in bytes', () => {
    expect(encodeValue('ABCD', { type: 'string', length: 2 })).toHaveLength(2);
    expect(() => encodeValue('ABCDE', { type: 'string', length: 2 })).toThrow(
      '5 bytes long, but 2 registers hold 4',
    );
    expect(() => encodeValue('ää€', { type: 'string', length: 3, encoding: 'utf8' })).toThrow('7 bytes');
  });

  it('in UTF-8 may hold any character, and survive one that was cut', () => {
    const spec = { type: 'string', length: 4, encoding: 'utf8' } as const;
    expect(decodeValue(encodeValue('ä€', spec), spec)).toBe('ä€');
    expect(decodeValue(encodeValue('😀', spec), spec)).toBe('😀');
    expect(read(bytes(0x41, 0xc3), { encoding: 'utf8' })).toBe('A\uFFFD');
    expect(read(bytes(0xef, 0xbb, 0xbf, 0x41), { encoding: 'utf8' })).toBe('\uFEFFA');
  });
});
