import { describe, expect, it } from 'vitest';
import { keysIn } from './keys.js';

describe('what a terminal sends', () => {
  it('is taken for keys', () => {
    expect(keysIn('q')).toEqual(['q']);
    expect(keysIn('\u001b[A\u001bOB\u001b[5~\u001b[6~/ä')).toEqual([
      'up',
      'down',
      'pageup',
      'pagedown',
      '/',
      'ä',
    ]);
    expect(keysIn('\u0003\u007f\r')).toEqual(['ctrl-c', 'backspace', 'enter']);
    expect(keysIn('\u001b')).toEqual(['escape']);
    expect(keysIn('\u001bq')).toEqual(['escape', 'q']);
  });

  it('means nothing where it is none that is used here', () => {
    expect(keysIn('\u001b[1;5A\u001b[200~\u0001')).toEqual([]);
  });
});
