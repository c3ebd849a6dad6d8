import { describe, expect, it } from 'vitest';
import { rejection, scene } from './scene.js';
import { hex, read, write } from './toy-protocol.js';

/** The same with a wrong checksum. */
const damage = (bytes: string) => bytes.replace(/..$/, last => (last === '00' ? '01' : '00'));

describe('a damaged answer to an earlier question', () => {
  it('is not taken for that of the question which is open', async () => {
    const { clock, peer, line } = scene({ timeout: 100 });
    peer
      .expect(hex(1, 6, 7, 5), [120, damage(hex(1, 6, 7, 5))])
      .expect(hex(1, 3, 8, 1), [90, hex(1, 3, 1, 88)])
      .expect(hex(1, 3, 9, 1), [90, hex(1, 3, 1, 99)]);
    expect(await clock.until(rejection(line.exchange(write(1, 7, 5))))).toMatchObject({ code: 'no-reply' });
    expect(await clock.until(line.exchange(read(1, 8)))).toEqual([88]);
    expect(await clock.until(line.exchange(read(1, 9)))).toEqual([99]);
  });

  it('does not make its answer that of the next one, where nothing is repeated', async () => {
    const { clock, peer, line } = scene({ timeout: 100, retries: 0 });
    peer
      .expect(hex(1, 6, 7, 5), [120, damage(hex(1, 6, 7, 5))])
      .expect(hex(1, 3, 8, 1), [90, hex(1, 3, 1, 88)])
      .expect(hex(1, 3, 9, 1), [90, hex(1, 3, 1, 99)]);
    await clock.until(rejection(line.exchange(write(1, 7, 5))));
    await clock.until(line.exchange(read(1, 8)).catch(() => undefined));
    expect(await clock.until(line.exchange(read(1, 9)))).toEqual([99]);
  });

  it('does not end the wait for the answer to the repeated question early', async () => {
    const { clock, peer, line } = scene({ timeout: 100, retries: 1 });
    peer
      .expect(hex(1, 3, 7, 1), [130, damage(hex(1, 3, 1, 77))])
      .expect(hex(1, 3, 7, 1), [290, hex(1, 3, 1, 77)])
      .expect(hex(1, 3, 8, 1), [90, hex(1, 3, 1, 88)]);
    expect(await clock.until(rejection(line.exchange(read(1, 7))))).toMatchObject({ code: 'checksum' });
    expect(await clock.until(line.exchange(read(1, 8)))).toEqual([88]);
  });
});
