import { describe, expect, it } from 'vitest';
import { rejection, scene } from './scene.js';
import { broadcast, frame, hex, read, write } from './toy-protocol.js';

/** Milliseconds per character at 9600 baud with 11 bits. */
const CHARACTER = 11_000 / 9600;
const GAP = 3.5 * CHARACTER;

describe('promise 4: quiet counts from the last byte sent or received', () => {
  it('waits for 3.5 characters after the answer before it asks again', async () => {
    const { clock, peer, line } = scene({}, { characterTime: CHARACTER });
    peer.expect(hex(1, 3, 7, 1), [40, hex(1, 3, 1, 77)]).expect(hex(1, 3, 8, 1), [40, hex(1, 3, 1, 88)]);
    const first = line.exchange(read(1, 7));
    const second = line.exchange(read(1, 8));
    await clock.until(first);
    const answered = clock.now();
    await clock.until(second);
    expect(peer.written[1]![0]).toBeCloseTo(answered + GAP, 9);
  });

  it('waits before the first question too, since nobody knows what was on the line', async () => {
    const { clock, peer, line } = scene({}, { characterTime: CHARACTER });
    peer.expect(hex(1, 3, 7, 1), [40, hex(1, 3, 1, 77)]);
    await clock.until(line.exchange(read(1, 7)));
    expect(peer.written[0]![0]).toBeCloseTo(GAP, 9);
  });

  it('never waits less than 1.75 ms on a wire, however fast it is', async () => {
    const { clock, peer, line } = scene({}, { characterTime: 0.01 });
    peer.expect(hex(1, 3, 7, 1), [2, hex(1, 3, 1, 77)]);
    await clock.until(line.exchange(read(1, 7)));
    expect(peer.written[0]![0]).toBeCloseTo(1.75, 9);
  });

  it('does not wait where there is no wire', async () => {
    const { clock, peer, line } = scene();
    peer.expect(hex(1, 3, 7, 1), [2, hex(1, 3, 1, 77)]);
    await clock.until(line.exchange(read(1, 7)));
    expect(peer.written[0]![0]).toBe(0);
  });

  it('starts again to wait when somebody else is heard', async () => {
    const { clock, peer, line } = scene({}, { characterTime: CHARACTER });
    await line.open();
    const call = line.exchange(read(1, 7));
    peer.expect(hex(1, 3, 7, 1), [40, hex(1, 3, 1, 77)]);
    await clock.advance(3);
    peer.send('55');
    await clock.until(call);
    expect(peer.written[0]![0]).toBeCloseTo(3 + GAP, 9);
  });

  it('waits no longer for a call that is given up meanwhile, and asks the next one once', async () => {
    const { clock, peer, line } = scene({ timeout: 300 }, { characterTime: 10 });
    await line.open();
    const abort = new AbortController();
    const given = rejection(line.exchange(read(1, 7), { signal: abort.signal }));
    await clock.advance(10);
    abort.abort();
    expect(await given).toMatchObject({ code: 'aborted' });
    expect([clock.now(), clock.pending]).toEqual([10, 0]);
    peer.expect(hex(1, 3, 8, 1), [200, hex(1, 3, 1, 88)]);
    expect(await clock.until(line.exchange(read(1, 8)))).toEqual([88]);
    expect(peer.written).toEqual([[35, hex(1, 3, 8, 1)]]);
  });

  it('counts a time-out from the end of the transmission, not from its beginning', async () => {
    const { clock, peer, line } = scene({ timeout: 100, retries: 0 }, { characterTime: CHARACTER });
    peer.expect(hex(1, 3, 7, 1));
    await clock.until(rejection(line.exchange(read(1, 7))));
    expect(clock.now()).toBeCloseTo(GAP + 6 * CHARACTER + 100, 9);
  });

  it('counts quiet from the end of its own transmission when nobody answers', async () => {
    const { clock, peer, line } = scene({ timeout: 1, retries: 0 }, { characterTime: CHARACTER });
    peer.expect(hex(1, 3, 7, 1)).expect(hex(2, 3, 7, 1));
    const calls = [rejection(line.exchange(read(1, 7))), rejection(line.exchange(read(2, 7)))];
    for (const call of calls) await clock.until(call);
    expect(peer.written[1]![0]).toBeCloseTo(GAP + 6 * CHARACTER + GAP, 9);
  });

  it('says that the line is busy when it never falls silent', async () => {
    const { clock, peer, line } = scene({ timeout: 100, retries: 0 }, { characterTime: CHARACTER });
    await line.open();
    const chatter = () => {
      peer.send('55');
      if (clock.now() < 500) clock.setTimer(chatter, 2);
    };
    chatter();
    const error = await clock.until(rejection(line.exchange(read(1, 7))));
    expect(error).toMatchObject({ code: 'line-busy' });
    expect(peer.written).toEqual([]);
  });

  it('accepts an answer that comes while the request is still being drained', async () => {
    const { clock, peer, line } = scene();
    let written: () => void = () => undefined;
    peer.holdWrites = new Promise(resolve => {
      written = resolve;
    });
    peer.expect(hex(1, 3, 7, 1), [5, hex(1, 3, 1, 77)]);
    const call = line.exchange(read(1, 7));
    await clock.advance(20);
    written();
    expect(await clock.until(call)).toEqual([77]);
  });

  it('gives up on a port that accepts no bytes, and opens it anew for the next question', async () => {
    const { clock, peer, line } = scene({ timeout: 100 });
    peer.holdWrites = new Promise(() => undefined);
    peer.expect(hex(1, 6, 7, 5)).expect(hex(2, 3, 7, 1), [5, hex(2, 3, 1, 77)]);
    expect(await clock.until(rejection(line.exchange(write(1, 7, 5))))).toMatchObject({
      code: 'write-failed',
    });
    peer.holdWrites = undefined;
    expect(await clock.until(line.exchange(read(2, 7)))).toEqual([77]);
    expect(peer.opens).toBe(2);
  });
});

describe('a broadcast', () => {
  it('resolves after the turnaround time, and nothing is sent before', async () => {
    const { clock, peer, line } = scene();
    peer.expect(hex(0, 6, 7, 5)).expect(hex(1, 3, 7, 1), [5, hex(1, 3, 1, 77)]);
    const told = line.exchange(broadcast(7, 5));
    const asked = line.exchange(read(1, 7));
    expect(await clock.until(told)).toEqual([]);
    expect(clock.now()).toBe(100);
    await clock.until(asked);
    expect(peer.written.map(([time]) => time)).toEqual([0, 100]);
    expect(line.statistics.units.get(0)).toMatchObject({ sent: 1, answered: 0, timeouts: 0 });
  });

  it('leaves nothing overdue and takes no answer', async () => {
    const { clock, peer, line, kinds } = scene();
    peer.expect(hex(0, 6, 7, 5), [10, hex(1, 6, 7, 5)]);
    await clock.until(line.exchange(broadcast(7, 5)));
    expect(kinds()).toEqual(['request', 'foreign']);
  });
});

describe('promise 6: the outcome of a write that timed out is unknown', () => {
  it('is not repeated', async () => {
    const { clock, peer, line } = scene({ retries: 3 });
    peer.expect(hex(1, 6, 7, 5));
    const error = await clock.until(rejection(line.exchange(write(1, 7, 5))));
    expect(error).toMatchObject({
      code: 'no-reply',
      facts: { outcomeUnknown: true, sent: frame(1, 6, 7, 5) },
    });
    expect(error).toMatchObject({ hint: expect.stringContaining('may have been carried out') });
    expect(peer.written).toHaveLength(1);
  });

  it('is repeated when the caller says that it may be', async () => {
    const { clock, peer, line } = scene();
    peer.expect(hex(1, 6, 7, 5)).expect(hex(1, 6, 7, 5), [5, hex(1, 6, 7, 5)]);
    const call = line.exchange(write(1, 7, 5), { repeatable: true });
    expect(await clock.until(call)).toEqual([7, 5]);
  });

  it('repeats a read as often as it is told', async () => {
    const { clock, peer, line } = scene({ timeout: 10, retries: 2 });
    for (let attempt = 0; attempt < 3; attempt += 1) peer.expect(hex(1, 3, 7, 1));
    const error = await clock.until(rejection(line.exchange(read(1, 7))));
    expect(error).toMatchObject({ facts: { attempt: 3, outcomeUnknown: false } });
    expect(peer.done).toBe(true);
  });
});
