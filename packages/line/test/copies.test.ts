import { describe, expect, it } from 'vitest';
import { READING } from '../src/stood-still.js';
import { rejection, scene } from './scene.js';
import { hex, read, write } from './toy-protocol.js';

const SERIAL = { characterTime: 0.5 };
const ANSWER_7 = hex(1, 3, 1, 77);
const ANSWER_8 = hex(1, 3, 1, 88);

describe('a copy of an answer', () => {
  it('that an adaptor keeps back until the next question is out does not answer that question', async () => {
    const { clock, peer, line } = scene({ timeout: 100 }, SERIAL);
    peer.expect(hex(1, 3, 7, 1), [10, ANSWER_7]);
    // The copy comes first, then the answer; both once more when the line has asked again.
    peer.expect(hex(1, 3, 8, 1), [6, ANSWER_7], [12, ANSWER_8]).expect(hex(1, 3, 8, 1), [12, ANSWER_8]);
    expect(await clock.until(line.exchange(read(1, 7)))).toEqual([77]);
    expect(await clock.until(line.exchange(read(1, 8)))).toEqual([88]);
  });

  it('that comes when others were asked meanwhile does not answer a later question either', async () => {
    const { clock, peer, line } = scene({ timeout: 100 });
    peer.expect(hex(1, 3, 7, 1), [10, ANSWER_7]).expect(hex(2, 3, 7, 1), [5, hex(2, 3, 1, 2)]);
    peer.expect(hex(1, 3, 8, 1), [6, ANSWER_7], [12, ANSWER_8]).expect(hex(1, 3, 8, 1), [12, ANSWER_8]);
    await clock.until(line.exchange(read(1, 7)));
    await clock.until(line.exchange(read(2, 7)));
    expect(await clock.until(line.exchange(read(1, 8)))).toEqual([88]);
  });

  it('is recognised behind a late answer, too', async () => {
    const { clock, peer, line } = scene({ timeout: 100, retries: 1 });
    peer.expect(hex(1, 3, 7, 1), [110, ANSWER_7]).expect(hex(1, 3, 7, 1), [150, ANSWER_7], [166, ANSWER_7]);
    peer.expect(hex(1, 3, 8, 1), [40, ANSWER_8]).expect(hex(1, 3, 8, 1), [40, ANSWER_8]);
    expect(await clock.until(line.exchange(read(1, 7)))).toEqual([77]);
    expect(await clock.until(line.exchange(read(1, 8)))).toEqual([88]);
  });

  it('is no reason not to believe the same value when the device says it again', async () => {
    const { clock, peer, line } = scene({ timeout: 100, retries: 0 }, SERIAL);
    peer.expect(hex(1, 3, 7, 1), [10, ANSWER_7]);
    peer.expect(hex(1, 3, 8, 1), [6, ANSWER_7]).expect(hex(1, 3, 8, 1), [6, ANSWER_7]);
    peer.expect(hex(1, 3, 9, 1), [30, hex(1, 3, 1, 99)]);
    await clock.until(line.exchange(read(1, 7)));
    expect(await clock.until(line.exchange(read(1, 8)))).toEqual([77]);
    const before = clock.now();
    expect(await clock.until(line.exchange(read(1, 9)))).toEqual([99]);
    expect(clock.now() - before).toBeLessThan(50);
  });

  it('that was doubted and then confirmed leaves overdue what was asked in between', async () => {
    const { clock, peer, line } = scene({ timeout: 100, retries: 1 });
    peer.expect(hex(1, 3, 7, 1), [10, ANSWER_7]).expect(hex(1, 3, 8, 1), [6, ANSWER_7]);
    // Late, so that it meets the next attempt, whose own answer follows.
    peer.expect(hex(1, 3, 8, 1), [130, ANSWER_7]).expect(hex(1, 3, 8, 1), [50, ANSWER_8]);
    peer.expect(hex(1, 3, 9, 1), [90, hex(1, 3, 1, 99)]);
    await clock.until(line.exchange(read(1, 7)));
    expect(await clock.until(line.exchange(read(1, 8)))).toEqual([77]);
    expect(await clock.until(line.exchange(read(1, 9)))).toEqual([99]);
  });

  it('is not looked for in refusals, of which several questions have the same', async () => {
    const { clock, peer, line } = scene({ timeout: 100 }, SERIAL);
    for (const address of [7, 8, 9]) peer.expect(hex(1, 3, address, 1), [6, hex(1, 0x83, 2)]);
    for (const address of [7, 8, 9])
      expect(await clock.until(rejection(line.exchange(read(1, address))))).toMatchObject({ code: 'device' });
    expect(peer.done).toBe(true);
  });

  it('costs no repetition where the same value comes later than any copy could', async () => {
    const { clock, peer, line } = scene({ timeout: 100 }, SERIAL);
    peer.expect(hex(1, 3, 7, 1), [10, ANSWER_7]).expect(hex(1, 3, 8, 1), [30, ANSWER_7]);
    await clock.until(line.exchange(read(1, 7)));
    expect(await clock.until(line.exchange(read(1, 8)))).toEqual([77]);
    expect(peer.done).toBe(true);
  });

  it('costs no repetition where the same question is asked over and over', async () => {
    const { clock, peer, line } = scene({ timeout: 100 }, SERIAL);
    for (let times = 0; times < 3; times += 1) peer.expect(hex(1, 3, 7, 1), [6, ANSWER_7]);
    for (let times = 0; times < 3; times += 1)
      expect(await clock.until(line.exchange(read(1, 7)))).toEqual([77]);
    expect(peer.done).toBe(true);
  });

  it('does not confirm a write of the same: that is sent when no copy can come any more', async () => {
    const { clock, peer, line } = scene({ timeout: 100 }, SERIAL);
    const order = hex(1, 6, 7, 5);
    peer.expect(order, [10, order]).expect(order, [10, order]);
    await clock.until(line.exchange(write(1, 7, 5)));
    const confirmed = clock.now();
    await clock.until(line.exchange(write(1, 7, 5)));
    const copyTime = 6 * SERIAL.characterTime + 20;
    expect(peer.written[1]![0]).toBeGreaterThanOrEqual(confirmed + copyTime);
  });

  it('makes the line wait for copies before a question of the same shape, for a minute', async () => {
    const { clock, peer, line } = scene({ timeout: 100 }, SERIAL);
    const ask = async () => {
      peer.expect(hex(1, 3, 7, 1), [10, ANSWER_7]);
      const begun = clock.now();
      await clock.until(line.exchange(read(1, 7)));
      return clock.now() - begun;
    };
    await ask();
    const usual = await ask();
    peer.send(ANSWER_7);
    expect(await ask()).toBeGreaterThan(usual + 15);
    await clock.advance(61_000);
    await ask();
    expect(await ask()).toBe(usual);
  });

  it('that answers the same question again does not leave the line one answer behind', async () => {
    const { clock, peer, line } = scene({ timeout: 100 });
    peer
      .expect(hex(1, 3, 7, 1), [5, hex(1, 3, 1, 77)], [15, hex(1, 3, 1, 77)])
      .expect(hex(1, 3, 7, 1), [20, hex(1, 3, 1, 78)])
      .expect(hex(1, 3, 8, 1), [20, hex(1, 3, 1, 88)])
      .expect(hex(1, 3, 8, 1), [20, hex(1, 3, 1, 88)]);
    expect(await clock.until(line.exchange(read(1, 7)))).toEqual([77]);
    expect(await clock.until(line.exchange(read(1, 7)))).toEqual([77]);
    expect(await clock.until(line.exchange(read(1, 8)))).toEqual([88]);
  });

  it('leaves no line behind either where the same question is asked on and its value changes', async () => {
    const { clock, peer, line } = scene({ timeout: 100 });
    peer.expect(hex(1, 3, 7, 1), [5, ANSWER_7], [15, ANSWER_7]);
    // For longer than a time-out.
    const values = Array.from({ length: 20 }, (_, index) => 100 + index);
    for (const value of values) peer.expect(hex(1, 3, 7, 1), [20, hex(1, 3, 1, value)]);
    for (let times = 0; times < 2; times += 1) peer.expect(hex(1, 3, 8, 1), [20, ANSWER_8]);
    // Each is the answer to the question before, and as good: it came after this one was sent.
    for (const value of [77, 77, ...values.slice(0, -1)])
      expect(await clock.until(line.exchange(read(1, 7)))).toEqual([value]);
    expect(await clock.until(line.exchange(read(1, 8)))).toEqual([88]);
  });

  it('of a refusal that refuses another question does not leave the line one answer behind', async () => {
    const { clock, peer, line } = scene({ timeout: 100 });
    const refusal = hex(1, 0x83, 2);
    peer.expect(hex(1, 3, 7, 1), [5, refusal], [15, refusal]).expect(hex(1, 3, 8, 1), [30, ANSWER_8]);
    for (let times = 0; times < 2; times += 1) peer.expect(hex(1, 3, 9, 1), [30, hex(1, 3, 1, 99)]);
    await clock.until(rejection(line.exchange(read(1, 7))));
    await clock.until(rejection(line.exchange(read(1, 8))));
    expect(await clock.until(line.exchange(read(1, 9)))).toEqual([99]);
  });

  it('of a refusal leaves no line behind either when another unit was asked in between', async () => {
    const { clock, peer, line } = scene({ timeout: 100 });
    const refusal = hex(1, 0x83, 2);
    peer.expect(hex(1, 3, 7, 1), [5, refusal], [12, refusal]).expect(hex(2, 3, 7, 1), [5, hex(2, 3, 1, 22)]);
    // Refused by the copy; its own answer comes when the next question is out.
    peer.expect(hex(1, 3, 8, 1), [30, ANSWER_8]);
    for (let times = 0; times < 2; times += 1) peer.expect(hex(1, 3, 9, 1), [30, hex(1, 3, 1, 99)]);
    await clock.until(rejection(line.exchange(read(1, 7))));
    await clock.until(line.exchange(read(2, 7)));
    await clock.until(rejection(line.exchange(read(1, 8))));
    expect(await clock.until(line.exchange(read(1, 9)))).toEqual([99]);
  });

  it('costs no repetition where questions take turns and nothing changes', async () => {
    const { clock, peer, line } = scene({ timeout: 100 });
    for (let round = 0; round < 3; round += 1) {
      peer.expect(hex(1, 3, 7, 1), [3, ANSWER_7]).expect(hex(1, 3, 8, 1), [3, ANSWER_8]);
      expect(await clock.until(line.exchange(read(1, 7)))).toEqual([77]);
      expect(await clock.until(line.exchange(read(1, 8)))).toEqual([88]);
    }
    expect(peer.done).toBe(true);
  });

  it('that may have answered the same question again costs the next one a repetition, and no other', async () => {
    const { clock, peer, line } = scene({ timeout: 1000 });
    for (let times = 0; times < 3; times += 1) peer.expect(hex(1, 3, 7, 1), [5, ANSWER_7]);
    // What counts has gone on when it is read again.
    peer.expect(hex(1, 3, 8, 1), [5, ANSWER_8]).expect(hex(1, 3, 8, 1), [5, hex(1, 3, 1, 89)]);
    peer.expect(hex(1, 3, 9, 1), [5, hex(1, 3, 1, 99)]).expect(hex(1, 3, 7, 1), [5, ANSWER_7]);
    for (let times = 0; times < 3; times += 1) await clock.until(line.exchange(read(1, 7)));
    expect(await clock.until(line.exchange(read(1, 8)))).toEqual([89]);
    const before = clock.now();
    expect(await clock.until(line.exchange(read(1, 9)))).toEqual([99]);
    expect(await clock.until(line.exchange(read(1, 7)))).toEqual([77]);
    expect(peer.done).toBe(true);
    // The second answer could have come until then.
    expect(clock.now() - before).toBeLessThanOrEqual(2 * 10 + 20 + READING + 10);
  });
});
