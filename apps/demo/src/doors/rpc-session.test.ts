import { FakeClock } from '@bus/line/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DoorLimits } from '../server/settings/server-settings.js';
import type { Carrier, Ending } from './carrier.js';
import { FakeHub, limits } from './fake-hub.fixture.js';
import { RpcSession } from './rpc-session.js';
import { tokenCheck } from './token-check.js';

class FakeCarrier implements Carrier {
  readonly name = 'memory';
  readonly sent: string[] = [];
  backlog = 0;
  ending: Ending | undefined;
  dropped = false;
  send(text: string): void {
    this.sent.push(text);
  }
  end(ending: Ending): void {
    this.ending = ending;
  }
  drop(): void {
    this.dropped = true;
  }
}

function bench(options: { token?: string; limits?: Partial<DoorLimits> } = {}) {
  const hub = new FakeHub();
  const carrier = new FakeCarrier();
  const clock = new FakeClock();
  const errors: unknown[] = [];
  const session = new RpcSession(carrier, {
    hub,
    clock,
    limits: { ...limits, ...options.limits },
    isToken: options.token === undefined ? undefined : tokenCheck(options.token),
    onError: error => errors.push(error),
  });
  const say = async (message: unknown): Promise<unknown[]> => {
    const before = carrier.sent.length;
    session.message(typeof message === 'string' ? message : JSON.stringify(message));
    await clock.advance(0);
    return carrier.sent.slice(before).map(text => JSON.parse(text) as unknown);
  };
  return { hub, carrier, clock, errors, session, say };
}

const call = (id: unknown, method = 'echo', params?: unknown) => ({ jsonrpc: '2.0', id, method, params });
const answer = (id: unknown, result: unknown) => ({ jsonrpc: '2.0', id, result });
const failure = (id: unknown, code: number) => ({
  jsonrpc: '2.0',
  id,
  error: expect.objectContaining({ code, message: expect.any(String) }),
});

describe('JSON-RPC 2.0', () => {
  it('answers a call under its id', async () => {
    const { say } = bench();
    expect(await say(call(7, 'echo', { a: 1 }))).toEqual([answer(7, { a: 1 })]);
  });

  it.each([0, -5, 1.5, 9007199254740991, '', 'x', '\u0000', null])('gives the id %j back', async id => {
    const { say } = bench();
    expect(await say(call(id, 'nothing'))).toEqual([answer(id, null)]);
  });

  it.each([['9007199254740993'], ['1e999'], ['true'], ['{}'], ['[1]']])('refuses the id %s', async id => {
    const { say, hub } = bench();
    expect(await say(`{"jsonrpc":"2.0","id":${id},"method":"echo"}`)).toEqual([failure(null, -32600)]);
    expect(hub.methods).toEqual([]);
  });

  it('carries out a notification and answers nothing, not even its failure', async () => {
    const { say, hub } = bench();
    expect(await say({ jsonrpc: '2.0', method: 'echo' })).toEqual([]);
    expect(await say({ jsonrpc: '2.0', method: 'refuse' })).toEqual([]);
    expect(hub.methods).toEqual(['echo', 'refuse']);
  });

  it.each(['', '{', 'GET / HTTP/1.1', '{"a":}', '\u0000', '{"jsonrpc":"2.0"}}'])(
    'answers %j, which is no JSON, with a parse error and goes on',
    async text => {
      const { say } = bench();
      expect(await say(text)).toEqual([failure(null, -32700)]);
      expect(await say(call(1, 'nothing'))).toEqual([answer(1, null)]);
    },
  );

  it('answers bytes that are no text with a parse error', async () => {
    const { session, carrier } = bench();
    session.message(undefined);
    expect(JSON.parse(carrier.sent[0]!)).toEqual(failure(null, -32700));
  });

  it.each([1, null, '"x"', true, {}, { jsonrpc: '1.0', method: 'echo' }, { jsonrpc: '2.0', method: 1 }])(
    'answers %j, which is no call',
    async value => {
      const { say, hub } = bench();
      expect(await say(value)).toEqual([failure(null, -32600)]);
      expect(hub.methods).toEqual([]);
    },
  );

  it('names the id of what is no call, where it has one', async () => {
    const { say } = bench();
    expect(await say({ jsonrpc: '2.0', id: 3, method: 5 })).toEqual([failure(3, -32600)]);
    expect(await say(call(4, 'echo', 5))).toEqual([failure(4, -32600)]);
    expect(await say({ ...call(5), params: null })).toEqual([failure(5, -32600)]);
  });

  it('answers a batch in one message, without its notifications', async () => {
    const { say } = bench();
    const batch = [call(1, 'nothing'), 5, { jsonrpc: '2.0', method: 'echo' }, call('b', 'refuse')];
    const [answers] = await say(batch);
    expect(answers).toHaveLength(3);
    expect(answers).toEqual(
      expect.arrayContaining([answer(1, null), failure(null, -32600), failure('b', -32005)]),
    );
  });

  it('answers nothing to a batch of notifications', async () => {
    const { say, hub } = bench();
    expect(await say([1, 2].map(() => ({ jsonrpc: '2.0', method: 'echo' })))).toEqual([]);
    expect(hub.methods).toHaveLength(2);
  });

  it('refuses an empty batch and one of more than 32 calls as one', async () => {
    const { say, hub } = bench({ limits: { openCalls: 100 } });
    expect(await say([])).toEqual([failure(null, -32600)]);
    expect(await say(Array.from({ length: 33 }, (_, id) => call(id)))).toEqual([failure(null, -32600)]);
    expect(hub.methods).toEqual([]);
    const [answers] = await say(Array.from({ length: 32 }, (_, id) => call(id, 'nothing')));
    expect(answers).toHaveLength(32);
  });

  it('answers in the order in which calls end, and each of two with the same id', async () => {
    const { say, hub, carrier, clock } = bench();
    await say(call(1, 'held', { n: 1 }));
    await say(call(1, 'held', { n: 2 }));
    expect(await say(call(2, 'nothing'))).toEqual([answer(2, null)]);
    hub.held[1]!.answer('second');
    await clock.advance(0);
    hub.held[0]!.answer('first');
    await clock.advance(0);
    expect(carrier.sent.slice(1).map(text => JSON.parse(text))).toEqual([
      answer(1, 'second'),
      answer(1, 'first'),
    ]);
  });

  it('tells of a mistake in the server, but not what it was', async () => {
    const { say, errors } = bench();
    const [told] = await say(call(1, 'mistake'));
    expect(told).toEqual(failure(1, -32603));
    expect(JSON.stringify(told)).not.toContain('function');
    expect(await say(call(2, 'unspeakable'))).toEqual([failure(2, -32603)]);
    expect(errors).toHaveLength(2);
  });

  it('lets no __proto__ in', async () => {
    const { say, hub } = bench();
    const text = '{"jsonrpc":"2.0","id":1,"method":"echo","params":{"__proto__":{"polluted":true}}}';
    expect(await say(text)).toEqual([failure(1, -32602)]);
    expect(await say('{"__proto__":{"jsonrpc":"2.0","id":1,"method":"echo"}}')).toEqual([
      failure(null, -32600),
    ]);
    expect(hub.methods).toEqual([]);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it('answers nothing to a notification with a __proto__ either, alone or in a batch', async () => {
    const { say, hub } = bench();
    const text = '{"jsonrpc":"2.0","method":"echo","params":{"__proto__":{}}}';
    expect(await say(text)).toEqual([]);
    expect(await say(`[${text},${JSON.stringify(call(1, 'nothing'))}]`)).toEqual([[answer(1, null)]]);
    expect(hub.methods).toEqual(['nothing']);
  });

  it.each([
    '['.repeat(65_536),
    `${'['.repeat(32_768)}${']'.repeat(32_768)}`,
    `{"jsonrpc":"2.0","id":1,"method":"nothing","params":${'['.repeat(30_000)}${']'.repeat(30_000)}}`,
  ])('survives deep nesting (%#)', async text => {
    const { say } = bench();
    expect(await say(text)).toHaveLength(1);
    expect(await say(call(1, 'nothing'))).toEqual([answer(1, null)]);
  });

  it('answers whatever is said at most once, and never throws', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.json(), fc.string(), fc.constant('[{"id":1}]')), async text => {
        const { say } = bench();
        expect((await say(text)).length).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('a token', () => {
  const authenticate = (token: unknown, id: unknown = 1) => call(id, 'authenticate', { token });

  it('lets in who has it, and nobody is announced before', async () => {
    const { say, hub } = bench({ token: 'secret' });
    expect(hub.visits).toHaveLength(0);
    expect(await say(authenticate('secret'))).toEqual([answer(1, { ok: true })]);
    expect(hub.visits).toHaveLength(1);
    expect(await say(call(2, 'nothing'))).toEqual([answer(2, null)]);
  });

  it.each(['secre', 'secret ', '', 5, null, undefined, ['secret'], { secret: 1 }])(
    'shows out who says %j',
    async token => {
      const { say, carrier, hub } = bench({ token: 'secret' });
      expect(await say(authenticate(token))).toEqual([failure(1, -32001)]);
      expect(carrier.ending?.code).toBe(1008);
      expect(await say(authenticate('secret'))).toEqual([]);
      expect(hub.visits).toHaveLength(0);
    },
  );

  it('must come first', async () => {
    const { say, carrier, hub } = bench({ token: 'secret' });
    expect(await say(call(9, 'echo'))).toEqual([failure(9, -32001)]);
    expect(carrier.ending).toBeDefined();
    expect(hub.visits).toHaveLength(0);
  });

  it('must come first in a batch too, and then the rest of the batch counts', async () => {
    const good = bench({ token: 'secret' });
    expect(await good.say([authenticate('secret'), call(2, 'nothing')])).toEqual([
      [answer(1, { ok: true }), answer(2, null)],
    ]);
    const bad = bench({ token: 'secret' });
    expect(await bad.say([call(2, 'nothing'), authenticate('secret')])).toEqual([failure(2, -32001)]);
    expect(bad.hub.methods).toEqual([]);
  });

  it('must come in time', async () => {
    const { clock, carrier, say } = bench({ token: 'secret' });
    await clock.advance(4999);
    expect(carrier.ending).toBeUndefined();
    await clock.advance(1);
    expect(carrier.ending?.code).toBe(1008);
    expect(JSON.parse(carrier.sent[0]!)).toEqual(failure(null, -32001));
    expect(await say(authenticate('secret'))).toEqual([]);
  });

  it('leaves no timer behind', async () => {
    const { clock, say, session } = bench({ token: 'secret' });
    await say(authenticate('secret'));
    expect(clock.pending).toBe(0);
    session.left();
  });

  it('may be offered where none is wanted', async () => {
    const { say } = bench();
    expect(await say(authenticate('whatever'))).toEqual([answer(1, { ok: true })]);
  });
});

describe('limits', () => {
  it('answers calls that come too fast without carrying them out, and takes more as time passes', async () => {
    const { say, hub, clock } = bench({ limits: { callsPerSecond: 5 } });
    for (let id = 0; id < 10; id += 1) expect(await say(call(id, 'nothing'))).toEqual([answer(id, null)]);
    expect(await say(call(10, 'nothing'))).toEqual([failure(10, -32002)]);
    expect(hub.methods).toHaveLength(10);
    await clock.advance(200);
    expect(await say(call(11, 'nothing'))).toEqual([answer(11, null)]);
    expect(await say(call(12, 'nothing'))).toEqual([failure(12, -32002)]);
  });

  it('shows out who goes on at ten times the rate', async () => {
    const { say, carrier, hub } = bench({ limits: { callsPerSecond: 5 } });
    for (let id = 0; id < 100; id += 1) await say('no JSON');
    expect(carrier.ending).toBeUndefined();
    expect(await say('no JSON')).toEqual([failure(null, -32002)]);
    expect(carrier.ending?.code).toBe(1008);
    expect(hub.present).toBe(0);
    expect(await say(call(1))).toEqual([]);
  });

  it('shows out who floods it with long messages sooner, and before they are parsed', async () => {
    const { say, carrier } = bench({ limits: { callsPerSecond: 5 } });
    for (let count = 0; count < 9; count += 1) await say('['.repeat(40_960));
    expect(carrier.ending).toBeUndefined();
    expect(await say('['.repeat(40_960))).toEqual([failure(null, -32002)]);
    expect(carrier.ending?.code).toBe(1008);
  });

  it('shows out who floods it with batches', async () => {
    const { say, carrier } = bench({ limits: { callsPerSecond: 5 } });
    const batch = Array.from({ length: 32 }, (_, id) => call(id, 'nothing'));
    for (let count = 0; count < 3; count += 1) await say(batch);
    expect(carrier.ending).toBeUndefined();
    expect(await say(batch)).toEqual([failure(null, -32002)]);
    expect(carrier.ending?.code).toBe(1008);
  });

  it('counts every call of a batch', async () => {
    const { say, hub } = bench({ limits: { callsPerSecond: 5, openCalls: 100 } });
    await say(Array.from({ length: 32 }, (_, id) => call(id, 'nothing')));
    expect(hub.methods).toHaveLength(10);
  });

  it('takes so many open calls and no more, until one ends', async () => {
    const { say, hub, clock } = bench();
    for (let id = 0; id < 4; id += 1) expect(await say(call(id, 'held'))).toEqual([]);
    expect(await say(call(4, 'held'))).toEqual([failure(4, -32003)]);
    await say({ jsonrpc: '2.0', method: 'held' });
    expect(hub.held).toHaveLength(4);
    hub.held[0]!.answer(1);
    await clock.advance(0);
    await say(call(5, 'held'));
    expect(hub.held).toHaveLength(5);
  });

  it('drops who does not read, instead of keeping more and more', async () => {
    const { hub, carrier, clock } = bench({ limits: { bufferedBytes: 1000 } });
    const { caller } = hub.visits[0]!;
    caller.notify('values', { text: 'x'.repeat(5000) });
    expect(carrier.dropped).toBe(false);
    carrier.backlog = 900;
    caller.notify('values', { text: 'x' });
    expect(carrier.sent).toHaveLength(2);
    caller.notify('values', { text: 'x'.repeat(100) });
    expect(carrier.dropped).toBe(true);
    caller.notify('values', { text: 'x' });
    expect(carrier.sent).toHaveLength(2);
    await clock.advance(0);
    expect(hub.visits[0]!.leaves).toBe(1);
  });
});

describe('the end', () => {
  it('aborts open calls, and tells the hub once', async () => {
    const { say, session, hub, carrier, clock, errors } = bench();
    await say(call(1, 'held'));
    session.left();
    session.left();
    expect(hub.held[0]!.signal.aborted).toBe(true);
    expect(hub.visits[0]!.leaves).toBe(1);
    hub.held[0]!.fail(new Error('aborted'));
    await clock.advance(0);
    expect(carrier.sent).toEqual([]);
    expect(errors).toEqual([]);
  });

  it('ends with what is no message, saying so', () => {
    const { session, carrier, hub } = bench();
    session.refuse('too long', 1009);
    expect(JSON.parse(carrier.sent[0]!)).toEqual(failure(null, -32600));
    expect(carrier.ending?.code).toBe(1009);
    expect(hub.visits[0]!.leaves).toBe(1);
  });
});
