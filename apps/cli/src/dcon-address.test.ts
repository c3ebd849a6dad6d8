import { describe, expect, it } from 'vitest';
import { formatDconAddress, parseDconAddress, parseDconAddresses } from './dcon-address.js';

describe('a DCON address', () => {
  it('is two hexadecimal digits', () => {
    expect(['00', '02', '0a', '10', 'FF'].map(parseDconAddress)).toEqual([0, 2, 10, 16, 255]);
    expect([0, 10, 255].map(formatDconAddress)).toEqual(['00', '0A', 'FF']);
  });

  it.each(['', '2', '002', '0x02', 'GG', '-1'])("is not '%s'", text => {
    expect(() => parseDconAddress(text)).toThrow('a DCON address is two hexadecimal digits');
  });

  it('may be one of a list or range, each once and in order', () => {
    expect(parseDconAddresses('0E-10,02, 0F')).toEqual([2, 14, 15, 16]);
    expect(parseDconAddresses('00-FF')).toHaveLength(256);
  });

  it.each(['', '0F-00', '00-01-02', '00-', '1-9'])("is none in '%s'", text => {
    expect(() => parseDconAddresses(text)).toThrow(/hexadecimal digits|no range/);
  });
});
