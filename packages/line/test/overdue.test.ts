import { describe, expect, it } from 'vitest';
import { AbortedError } from '../src/index.js';
import { READING } from '../src/stood-still.js';
import { rejection, scene } from './scene.js';
import { hex, read, toyFraming, write } from './toy-protocol.js';

describe('promise 2: late replies never answer a later question', () => {
  it('drops an answer that comes after its time-out, and delivers to the next question its own', async () => {
    const { clock, peer, line, trace } = scene({ timeout: 100, retries: 0 });
    peer.expect(hex(1, 3, 7, 1), [150, hex(1, 3, 1, 77)]).expect(hex(1, 3, 8, 1), [20, hex(1, 3, 1, 88)]);
    const first = rejection(line.exchange(read(1, 7)));
    const second = line.exchange(read(1, 8));
    expect(await clock.until(first)).toMatchObject({ code: 'no-reply' });
    expect(await clock.until(second)).toEqual([88]);
    expect(trace.map(event => event.kind)).toEqual(['request', 'late', 'request', 'reply']);
    expect(trace[1]?.label).toBe('unit 1, op 3 7 1');
    expect(line.statistics.units.get(1)?.late).toBe(1);
  });

  it('sends the question that the overdue answer could satisfy as soon as that answer has come', async () => {
    const { clock, peer, line } = scene({ timeout: 100, retries: 0 });
    peer.expect(hex(1, 3, 7, 1), [150, hex(1, 3, 1, 77)]).expect(hex(1, 3, 8, 1), [20, hex(1, 3, 1, 88)]);
    const first = rejection(line.exchange(read(1, 7)));
    const second = line.exchange(read(1, 8));
    await clock.until(first);
    await clock.until(second);
    expect(peer.written.map(([time]) => time)).toEqual([0, 150]);
  });

  it('says whether an answer may still come', async () => {
    const { clock, peer, line } = scene({ timeout: 100, retries: 0, lateWindow: 250 });
    peer.expect(hex(1, 3, 7, 1));
    expect(line.overdue).toBe(false);
    await clock.until(rejection(line.exchange(read(1, 7))));
    expect(line.overdue).toBe(true);
    await clock.advance(249);
    expect(line.overdue).toBe(true);
    await clock.advance(1);
    // What came until now may not have been read yet.
    expect(line.overdue).toBe(true);
    await clock.advance(READING);
    expect(line.overdue).toBe(false);
  });

  it('holds that question back until the window has passed when the answer never comes', async () => {
    const { clock, peer, line } = scene({ timeout: 100, retries: 0, lateWindow: 250 });
    peer.expect(hex(1, 3, 7, 1)).expect(hex(1, 3, 8, 1), [20, hex(1, 3, 1, 88)]);
    const first = rejection(line.exchange(read(1, 7)));
    const second = line.exchange(read(1, 8));
    await clock.until(first);
    expect(await clock.until(second)).toEqual([88]);
    expect(peer.written.map(([time]) => time)).toEqual([0, 350 + READING]);
  });

  it('lets other units, functions and shapes overtake, without losing time', async () => {
    const { clock, peer, line, kinds } = scene({ timeout: 100, retries: 0 });
    peer
      .expect(hex(1, 3, 7, 1))
      .expect(hex(2, 3, 8, 1), [10, hex(2, 3, 1, 22)])
      .expect(hex(1, 3, 8, 2), [10, hex(1, 3, 2, 1, 2)])
      .expect(hex(1, 3, 9, 1), [10, hex(1, 3, 1, 99)]);
    const first = rejection(line.exchange(read(1, 7)));
    const held = line.exchange(read(1, 9));
    const otherShape = line.exchange(read(1, 8, 2));
    const otherUnit = line.exchange(read(2, 8));
    await clock.until(first);
    expect(await clock.until(otherUnit)).toEqual([22]);
    expect(await clock.until(otherShape)).toEqual([1, 2]);
    expect(clock.now()).toBe(120);
    expect(await clock.until(held)).toEqual([99]);
    expect(clock.now()).toBe(330 + READING);
    expect(kinds().filter(kind => kind === 'late')).toEqual([]);
  });

  it('recognises a late answer in the middle of another exchange', async () => {
    const { clock, peer, line, kinds } = scene({ timeout: 100, retries: 0 });
    peer.expect(hex(1, 3, 7, 1), [150, hex(1, 3, 1, 77)]).expect(hex(1, 3, 8, 2), [90, hex(1, 3, 2, 1, 2)]);
    const first = rejection(line.exchange(read(1, 7)));
    const second = line.exchange(read(1, 8, 2));
    await clock.until(first);
    expect(await clock.until(second)).toEqual([1, 2]);
    expect(kinds()).toEqual(['request', 'request', 'late', 'reply']);
  });

  it('lets a retry of the same read take either answer, and reckons with the other', async () => {
    const { clock, peer, line, kinds } = scene({ timeout: 100, retries: 1 });
    peer
      .expect(hex(1, 3, 7, 1), [120, hex(1, 3, 1, 77)])
      .expect(hex(1, 3, 7, 1), [120, hex(1, 3, 1, 78)])
      .expect(hex(1, 3, 8, 1), [20, hex(1, 3, 1, 88)]);
    const first = line.exchange(read(1, 7));
    const second = line.exchange(read(1, 8));
    expect(await clock.until(first)).toEqual([77]);
    expect(clock.now()).toBe(120);
    expect(await clock.until(second)).toEqual([88]);
    expect(kinds()).toEqual(['request', 'request', 'reply', 'late', 'request', 'reply']);
  });

  it('gives a refusal that fits both to the older question, and says so if no other answer comes', async () => {
    const { clock, peer, line, kinds } = scene({ timeout: 100, retries: 0 });
    peer.expect(hex(1, 3, 7, 1), [150, hex(1, 0x83, 2)]).expect(hex(1, 3, 8, 2));
    const first = rejection(line.exchange(read(1, 7)));
    const second = rejection(line.exchange(read(1, 8, 2)));
    await clock.until(first);
    const error = await clock.until(second);
    expect(error).toMatchObject({ code: 'no-reply', hint: expect.stringContaining('refusal') });
    expect(kinds()).toEqual(['request', 'request', 'late']);
  });

  it('reckons with the answer to a question that was aborted under way', async () => {
    const { clock, peer, line, kinds } = scene({ timeout: 100, retries: 0 });
    peer.expect(hex(1, 3, 7, 1), [50, hex(1, 3, 1, 77)]).expect(hex(1, 3, 8, 1), [20, hex(1, 3, 1, 88)]);
    const abort = new AbortController();
    const first = rejection(line.exchange(read(1, 7), { signal: abort.signal }));
    const second = line.exchange(read(1, 8));
    await clock.advance(10);
    abort.abort();
    expect(await clock.until(first)).toBeInstanceOf(AbortedError);
    expect(await clock.until(second)).toEqual([88]);
    expect(kinds()).toEqual(['request', 'late', 'request', 'reply']);
  });

  it('does not let a late confirmation confirm a later write', async () => {
    const { clock, peer, line } = scene({ timeout: 100 });
    peer.expect(hex(1, 6, 7, 5), [150, hex(1, 6, 7, 5)]).expect(hex(1, 6, 7, 5));
    const first = rejection(line.exchange(write(1, 7, 5)));
    const second = rejection(line.exchange(write(1, 7, 5)));
    expect(await clock.until(first)).toMatchObject({ code: 'no-reply', facts: { outcomeUnknown: true } });
    expect(await clock.until(second)).toMatchObject({ code: 'no-reply' });
  });

  it('makes exactly one error of one late answer, however many questions follow', async () => {
    const { clock, peer, line } = scene({ timeout: 100, retries: 0 });
    peer.expect(hex(1, 3, 0, 1), [180, hex(1, 3, 1, 200)]);
    for (let address = 1; address < 200; address += 1)
      peer.expect(hex(1, 3, address, 1), [5, hex(1, 3, 1, address)]);
    const calls = Array.from({ length: 200 }, (_, address) => line.exchange(read(1, address)));
    const results = await clock.until(Promise.allSettled(calls));
    expect(results.filter(result => result.status === 'rejected')).toHaveLength(1);
    const values = results
      .slice(1)
      .map(result => (result.status === 'fulfilled' ? result.value[0] : undefined));
    expect(values).toEqual(Array.from({ length: 199 }, (_, index) => index + 1));
  });

  it('names a time-out that is shorter than the latency that was seen', async () => {
    const { clock, peer, line } = scene({ timeout: 100, retries: 0 });
    peer.expect(hex(1, 3, 7, 1), [150, hex(1, 3, 1, 77)]).expect(hex(1, 3, 8, 1));
    await clock.until(rejection(line.exchange(read(1, 7))));
    const error = await clock.until(rejection(line.exchange(read(1, 8))));
    expect(error).toMatchObject({
      code: 'no-reply',
      hint: expect.stringContaining('allow more than 100 ms'),
    });
  });

  it('does not take the second copy of an answer for the answer to the repeated question', async () => {
    const { clock, peer, line, kinds } = scene({ timeout: 100, retries: 1 });
    peer
      .expect(hex(1, 3, 7, 1), [120, hex(1, 3, 1, 77)], [121, hex(1, 3, 1, 77)])
      .expect(hex(1, 3, 7, 1), [140, hex(1, 3, 1, 77)])
      .expect(hex(1, 3, 8, 1), [20, hex(1, 3, 1, 88)]);
    const first = line.exchange(read(1, 7));
    const second = line.exchange(read(1, 8));
    expect(await clock.until(first)).toEqual([77]);
    expect(await clock.until(second)).toEqual([88]);
    expect(kinds()).toEqual(['request', 'request', 'reply', 'late', 'late', 'request', 'reply']);
  });

  it('asks nothing without a checksum while an answer in another framing may still come', async () => {
    const { clock, peer, line } = scene({ timeout: 100, retries: 0, lateWindow: 250 });
    const plain = { ...read(2, 8), framing: { ...toyFraming, name: 'plain', unchecked: true } };
    peer.expect(hex(1, 3, 7, 1)).expect(hex(2, 3, 8, 1), [20, hex(2, 3, 1, 88)]);
    const first = rejection(line.exchange(read(1, 7)));
    const second = line.exchange(plain);
    await clock.until(first);
    expect(await clock.until(second)).toEqual([88]);
    expect(peer.written.map(([time]) => time)).toEqual([0, 350 + READING]);
  });

  it('reckons with an answer that begins three time-outs after its question, as long as it takes on the wire', async () => {
    const characterTime = 1;
    const { clock, peer, line } = scene({ timeout: 100, retries: 0 }, { characterTime });
    const lasts = 5 * characterTime;
    // Six characters leave; the answer begins 300 ms later, and an adaptor keeps it back for 16 ms.
    peer.expect(hex(1, 3, 7, 1), [6 + 300 + lasts + 16, hex(1, 3, 1, 77)]);
    peer.expect(hex(1, 3, 8, 1), [90, hex(1, 3, 1, 88)]);
    const first = rejection(line.exchange(read(1, 7)));
    const second = line.exchange(read(1, 8));
    await clock.until(first);
    expect(await clock.until(second)).toEqual([88]);
  });

  it('reckons with the other answer to a repeated question from the time when that was asked', async () => {
    const { clock, peer, line } = scene({ timeout: 100, retries: 1 });
    peer.expect(hex(1, 3, 7, 1), [110, hex(1, 3, 1, 77)]).expect(hex(1, 3, 7, 1), [299, hex(1, 3, 1, 77)]);
    peer.expect(hex(1, 3, 8, 1), [90, hex(1, 3, 1, 88)]);
    expect(await clock.until(line.exchange(read(1, 7)))).toEqual([77]);
    expect(await clock.until(line.exchange(read(1, 8)))).toEqual([88]);
  });

  it('takes no refusal for an overdue answer whose window has passed', async () => {
    const { clock, peer, line } = scene({ timeout: 100, retries: 0, lateWindow: 50 });
    peer.expect(hex(1, 3, 7, 1)).expect(hex(1, 3, 8, 2), [80, hex(1, 0x83, 2)]);
    const first = rejection(line.exchange(read(1, 7)));
    const second = rejection(line.exchange(read(1, 8, 2)));
    await clock.until(first);
    expect(await clock.until(second)).toMatchObject({ code: 'device' });
  });
});
