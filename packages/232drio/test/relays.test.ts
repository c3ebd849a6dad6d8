import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DrioClient } from '../src/drio-client.js';
import { RelayMismatchError } from '../src/relay-mismatch-error.js';
import { failureOf, HARSH_READ, NORMAL_READ, scripted, simulated } from './bench.js';

const flags = { relay1: fc.boolean(), relay2: fc.boolean() };
const mode = fc.constantFrom('normal' as const, 'harsh' as const);
const polarity = fc.constantFrom('active-high' as const, 'active-low' as const);

describe('a client', () => {
  it('reads back what was set, whatever the input and its polarity', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record(flags),
        fc.boolean(),
        mode,
        polarity,
        async (relays, bit, mode, inputPolarity) => {
          const { clock, unit, client } = await simulated({ mode, inputPolarity }, { input: bit });
          const state = { ...relays, input: bit === (inputPolarity === 'active-high') };
          expect(await clock.until(client.set(relays))).toEqual(state);
          expect(await clock.until(client.read())).toEqual(state);
          expect(unit.relays).toEqual(relays);
          expect(unit.sets).toBe(1);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('gives the raw byte, too', async () => {
    const { clock, client } = await simulated(
      { inputPolarity: 'active-low' },
      { input: true, relays: { relay1: false, relay2: true } },
    );
    expect(await clock.until(client.readByte())).toBe(6);
  });

  it('changes one relay and leaves the other as it is', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record(flags),
        fc.constantFrom(1 as const, 2 as const),
        fc.boolean(),
        mode,
        async (relays, relay, on, mode) => {
          const { clock, unit, client } = await simulated({ mode }, { relays, input: true });
          const expected = { ...relays, [`relay${relay}`]: on };
          expect(await clock.until(client.relays.set(relay, on))).toEqual({ ...expected, input: true });
          expect(unit.relays).toEqual(expected);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('looks at the relays twice before it changes one, where a misread could not be recognised', async () => {
    const { clock, peer, client } = scripted();
    peer.expect(NORMAL_READ, [5, '02']).expect(NORMAL_READ, [5, '06']);
    peer.expect('21 30 53 03').expect(NORMAL_READ, [5, '03']);
    await clock.until(client.relays.set(1, true));
    expect(peer.done).toBe(true);
  });

  it('looks once where the complement vouches for what it sees', async () => {
    const { clock, peer, client } = scripted({ mode: 'harsh' });
    peer.expect(HARSH_READ, [5, '02 FD']).expect('23 30 53 03 FC').expect(HARSH_READ, [5, '03 FC']);
    await clock.until(client.relays.set(1, true));
    expect(peer.done).toBe(true);
  });

  it('does not change a relay when it cannot find out how the other stands', async () => {
    const { clock, peer, client } = scripted();
    for (const answer of ['00', '02', '00', '02']) peer.expect(NORMAL_READ, [5, answer]);
    const error = await clock.until(failureOf(client.relays.set(1, true)));
    expect(error).toMatchObject({ name: 'ReplyError', code: 'malformed' });
    expect(peer.done).toBe(true);
  });

  it('asks until two answers agree, when it is told to', async () => {
    const { clock, peer, client } = scripted({ readTwice: true });
    for (const answer of ['01', '05', '05']) peer.expect(NORMAL_READ, [5, answer]);
    expect(await clock.until(client.readByte())).toBe(5);
    expect(peer.done).toBe(true);
  });
});

describe('a set', () => {
  it('is repeated when the relays are not as ordered', async () => {
    const { clock, peer, client } = scripted();
    peer.expect('21 30 53 02').expect(NORMAL_READ, [5, '00']);
    peer.expect('21 30 53 02').expect(NORMAL_READ, [5, '02']);
    const state = await clock.until(client.set({ relay1: false, relay2: true }));
    expect(state).toEqual({ relay1: false, relay2: true, input: false });
    expect(peer.done).toBe(true);
  });

  it('fails with what was ordered and what was found', async () => {
    const { clock, peer, client } = scripted({ setRetries: 0 });
    peer.expect('21 30 53 02').expect(NORMAL_READ, [5, '05']);
    const error = await clock.until(failureOf(client.set({ relay1: false, relay2: true })));
    expect(error).toBeInstanceOf(RelayMismatchError);
    expect(error).toMatchObject({
      code: 'wrong-echo',
      label: '232drio, set relay 1 off, relay 2 on',
      message: '232drio, set relay 1 off, relay 2 on: the unit reports relay 1 on, relay 2 off',
      ordered: { relay1: false, relay2: true },
      found: { relay1: true, relay2: false },
    });
  });

  it('is not repeated when its verification gets no answer: the outcome is unknown', async () => {
    const { clock, peer, client } = scripted();
    peer.expect('21 30 53 03').expect(NORMAL_READ);
    const error = await clock.until(failureOf(client.set({ relay1: true, relay2: true })));
    expect(error).toMatchObject({ code: 'no-reply', facts: { outcomeUnknown: true } });
    expect(peer.done).toBe(true);
  });

  it('that was sent before it is given up has an unknown outcome, also while it waits to be sent again', async () => {
    const { clock, peer, client } = scripted({ gap: 60 });
    const giving = new AbortController();
    peer.expect('21 30 53 01').expect(NORMAL_READ, [5, '00']);
    clock.setTimer(() => giving.abort(), 150);
    const call = client.set({ relay1: true, relay2: false }, { signal: giving.signal });
    const error = await clock.until(failureOf(call));
    expect(error).toMatchObject({ code: 'aborted', facts: { outcomeUnknown: true } });
    expect(peer.done).toBe(true);
  });

  it('is not looked at without verification', async () => {
    const { clock, unit, client } = await simulated({ verify: false });
    expect(await clock.until(client.set({ relay1: true, relay2: true }))).toBe(undefined);
    expect(unit.relays).toEqual({ relay1: true, relay2: true });
    expect(clock.now()).toBeGreaterThanOrEqual(10);
  });

  it('is refused before any byte is sent when it is not said whether a relay is to be on', async () => {
    const { peer, client } = scripted();
    const wrong = [{ relay1: true }, { relay1: 1, relay2: 0 }, {}] as unknown as {
      relay1: boolean;
      relay2: boolean;
    }[];
    for (const relays of wrong) expect((await failureOf(client.set(relays))).code).toBe('bad-argument');
    expect((await failureOf(client.relays.set(3 as 1, true))).message).toContain('relays 1 and 2');
    expect((await failureOf(client.relays.set(1, 'on' as unknown as boolean))).code).toBe('bad-argument');
    const options = [{ timeout: 0 }, { timeout: Number.NaN }, { retries: -1 }];
    for (const option of options)
      expect((await failureOf(client.set({ relay1: true, relay2: true }, option))).code).toBe('bad-argument');
    expect(peer.written).toEqual([]);
  });
});

describe('many callers', () => {
  it('never lose one another’s changes, however many clients they use', async () => {
    for (const mode of ['normal', 'harsh'] as const) {
      const { clock, unit, line, client } = await simulated({ mode });
      const clients = [client, new DrioClient(line, { mode })];
      const calls = Array.from({ length: 20 }, (_, index) => {
        const relay = index % 2 === 0 ? 1 : 2;
        return clients[(index >> 1) % 2]!.relays.set(relay, (index >> 1) % 2 === 0);
      });
      const states = (await clock.until(Promise.all(calls))) as { relay1: boolean; relay2: boolean }[];
      let [relay1, relay2] = [false, false];
      const expected = states.map((_, index) => {
        if (index % 2 === 0) relay1 = (index >> 1) % 2 === 0;
        else relay2 = (index >> 1) % 2 === 0;
        return { relay1, relay2, input: false };
      });
      expect(states).toEqual(expected);
      expect(unit.sets).toBe(20);
      expect(unit.lostBytes).toBe(0);
    }
  });

  it('leave both relays as the last callers wanted them, in any order of calls', async () => {
    const change = fc.record({ relay: fc.constantFrom(1 as const, 2 as const), on: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 12 }), async changes => {
        const { clock, unit, client } = await simulated({ mode: 'harsh' });
        const calls = changes.map(({ relay, on }) => client.relays.set(relay, on));
        await clock.until(Promise.all(calls));
        const wanted = (relay: number) => changes.findLast(change => change.relay === relay)?.on ?? false;
        expect(unit.relays).toEqual({ relay1: wanted(1), relay2: wanted(2) });
      }),
      { numRuns: 30 },
    );
  });

  it('who close the line leave nothing behind that would open it again', async () => {
    const { clock, peer, line, client } = scripted({ mode: 'harsh' });
    peer.expect(HARSH_READ);
    const calls = [client.read(), client.set({ relay1: true, relay2: true }), client.relays.set(1, true)];
    const failures = calls.map(failureOf);
    await clock.advance(10);
    await line.close();
    const codes = (await clock.until(Promise.all(failures))).map(({ code }) => code);
    expect(codes).toEqual(['closed', 'closed', 'closed']);
    await clock.advance(1000);
    expect([peer.opens, peer.written.length, line.state]).toEqual([1, 1, 'closed']);
  });

  it('read what was set before, though they do not wait for it', async () => {
    const { clock, client } = await simulated();
    void client.set({ relay1: true, relay2: false });
    const on = client.readByte();
    void client.relays.set(2, true);
    expect(await clock.until(Promise.all([on, client.readByte()]))).toEqual([1, 3]);
  });

  it('go on after one of them failed', async () => {
    const { clock, peer, client } = scripted({ mode: 'harsh' });
    peer.expect(HARSH_READ);
    peer.expect('23 30 53 01 FE').expect(HARSH_READ, [5, '01 FE']);
    const first = failureOf(client.relays.set(2, true));
    const second = client.set({ relay1: true, relay2: false });
    expect((await clock.until(first)).code).toBe('no-reply');
    expect(await clock.until(second)).toEqual({ relay1: true, relay2: false, input: false });
    expect(peer.done).toBe(true);
  });

  it('may give up: before their turn without a trace on the wire, later with an unknown outcome', async () => {
    const { clock, unit, client } = await simulated({ mode: 'harsh' });
    const [early, late, before] = [new AbortController(), new AbortController(), new AbortController()];
    before.abort();
    const first = failureOf(client.set({ relay1: true, relay2: false }, { signal: late.signal }));
    const second = failureOf(client.set({ relay1: false, relay2: false }, { signal: early.signal }));
    const third = failureOf(client.relays.set(2, true, { signal: before.signal }));
    await clock.advance(5);
    early.abort();
    expect(await clock.until(second)).toMatchObject({ code: 'aborted', facts: {} });
    expect((await clock.until(third)).code).toBe('aborted');
    late.abort();
    expect(await clock.until(first)).toMatchObject({ code: 'aborted', facts: { outcomeUnknown: true } });
    expect(await clock.until(client.relays.set(2, true))).toMatchObject({ relay1: true, relay2: true });
    expect(unit.sets).toBe(2);
  });
});
