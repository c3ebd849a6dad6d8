import { describe, expect, it } from 'vitest';
import { palette, wantsColours } from './palette.js';

describe('colours', () => {
  it('are for terminals, unless the environment says otherwise', () => {
    expect(wantsColours({}, true)).toBe(true);
    expect(wantsColours({}, false)).toBe(false);
    expect(wantsColours({ NO_COLOR: '1' }, true)).toBe(false);
    expect(wantsColours({ NO_COLOR: '' }, true)).toBe(true);
    expect(wantsColours({ FORCE_COLOR: '1', NO_COLOR: '1' }, false)).toBe(true);
    expect(wantsColours({ FORCE_COLOR: '0' }, true)).toBe(false);
    expect(wantsColours({ TERM: 'dumb' }, true)).toBe(false);
  });

  it('surround a text, or leave it alone', () => {
    expect(palette(true).red('no')).toBe('\u001b[31mno\u001b[39m');
    expect(palette(false).red('no')).toBe('no');
  });
});
