import { describe, expect, it } from 'vitest';
import { progressBar, progressLine } from './progress-bar.js';

const progress = { done: 16, total: 64, found: 2, where: '9600 bit/s, address 10' };

describe('the bar of a scan', () => {
  it('says how far it is, and about how long it still takes', () => {
    expect(progressLine(progress, 4000)).toBe(
      '██████░░░░░░░░░░░░░░░░░░  25 %  about 12 s left  2 found  9600 bit/s, address 10',
    );
    expect(progressLine({ ...progress, done: 0, where: 'address 10' }, 0)).toBe(
      '░░░░░░░░░░░░░░░░░░░░░░░░   0 %  2 found  address 10',
    );
    expect(progressLine(progress, 60_000)).toMatch('about 3 min left');
  });

  it('draws one line on a terminal, not too often, and takes it away', () => {
    let now = 0;
    const written: string[] = [];
    const screen = { isTTY: true, columns: 40, write: (text: string) => written.push(text) };
    const bar = progressBar(screen, () => now);
    bar.show(progress);
    now = 50;
    bar.show(progress);
    now = 100;
    bar.show(progress);
    bar.clear();
    bar.clear();
    expect(written).toEqual([
      '\r\u001b[2K██░░░░  25 %  about 0 s left  2 found  ',
      '\r\u001b[2K██░░░░  25 %  about 1 s left  2 found  ',
      '\r\u001b[2K',
    ]);
  });

  it('draws nothing where nobody looks', () => {
    const written: string[] = [];
    const bar = progressBar({ write: (text: string) => written.push(text) });
    bar.show(progress);
    bar.clear();
    expect(written).toEqual([]);
  });
});
