import { describe, expect, it } from 'vitest';
import { LiveBlock } from './live-block.js';

describe('a block that is drawn in place', () => {
  it('goes back to its top, and clears what is left of the one before', () => {
    const written: string[] = [];
    const block = new LiveBlock({ columns: 8, rows: 5, write: text => written.push(text) });
    block.draw(['one', 'a line too wide']);
    block.draw(['two']);
    block.clear();
    block.clear();
    expect(written).toEqual([
      '\rone\u001b[K\na line…\u001b[K\n\u001b[J',
      '\r\u001b[2Atwo\u001b[K\n\u001b[J',
      '\r\u001b[1A\u001b[J',
    ]);
  });

  it('says how much there is no room for', () => {
    const written: string[] = [];
    new LiveBlock({ columns: 20, rows: 4, write: text => written.push(text) }).draw(['1', '2', '3']);
    expect(written.join('')).toContain('1\u001b[K\n… 2 more');
  });
});
