import { describe, expect, it } from 'vitest';
import { fitted, printable, textWidth } from './text-width.js';

describe('a text on a terminal', () => {
  it('takes as many columns as its characters are wide', () => {
    expect(textWidth('boiler 20 °C')).toBe(12);
    expect(textWidth('温度')).toBe(4);
    expect(textWidth('e\u0301')).toBe(1);
  });

  it('is filled up on either side, or cut off, to just so many columns', () => {
    expect(fitted('ab', 4)).toBe('ab  ');
    expect(fitted('ab', 4, 'left')).toBe('  ab');
    expect(fitted('abcdef', 4)).toBe('abc…');
    expect(fitted('温度計', 4)).toBe('温… ');
    expect(fitted('ab', 0)).toBe('');
  });

  it('holds no commands for the terminal', () => {
    expect(printable('a\u001b[2Jb\n\u009b1m\u202ec')).toBe('a·[2Jb··1m·c');
  });
});
