import { FakeClock } from '@bus/line/testing';
import { describe, expect, it } from 'vitest';
import { RpcCode, type RpcError } from '../protocol/index.js';
import { FakeServer } from './fake-server.fixture.js';
import { RemoteBus, type RemoteBusOptions } from './remote-bus.js';

function bench(options: RemoteBusOptions = {}) {
  const clock = new FakeClock();
  const server = new FakeServer();
  const bus = new RemoteBus(server.connector, { clock, random: () => 1, ...options });
  const states: string[] = [];
  bus.on('state', (state, reason) => states.push(reason === undefined ? state : `${state}: ${reason}`));
  /** The attempt under way succeeds. */
  const open = async (): Promise<void> => {
    server.latest.open();
    server.latest.answer({ name: 'bus demo' });
    await clock.advance(0);
  };
  return { clock, server, bus, states, open };
}

const failure = (promise: Promise<unknown>): Promise<RpcError> =>
  promise.then(
    () => {
      throw new Error('it succeeded');
    },
    error => error as RpcError,
  );

const write = { instrument: 'oven', point: 'setPoint', value: 80 };

describe('a connection', () => {
  it('is open when the server has answered, not before', async () => {
    const { bus, server, states, clock } = bench();
    expect(bus.state).toBe('connecting');
    server.latest.open();
    await clock.advance(0);
    expect([bus.state, server.latest.methods]).toEqual(['connecting', ['server.info']]);
    server.latest.answer({});
    await bus.opened();
    expect(states).toEqual(['open']);
  });

  it('begins with the token where there is one', async () => {
    const { bus, server, open } = bench({ token: 'geheim' });
    await open();
    expect(server.latest.asked).toMatchObject([{ method: 'authenticate', params: { token: 'geheim' } }]);
    expect(bus.state).toBe('open');
  });

  it.each([
    ['the answer', (server: FakeServer) => server.latest.refuse(RpcCode.UNAUTHORIZED, 'wrong')],
    [
      'a word to nobody',
      (server: FakeServer) => server.latest.refuse(RpcCode.UNAUTHORIZED, 'wrong', { id: null }),
    ],
  ])('is refused for good with a wrong token, by %s', async (_, refuse) => {
    const { bus, server, clock, states } = bench({ token: 'falsch' });
    server.latest.open();
    refuse(server);
    server.latest.fail('ended');
    await clock.advance(60_000);
    expect(states).toEqual(['refused: wrong']);
    bus.retryNow();
    expect(server.attempts).toHaveLength(1);
    expect(clock.pending).toBe(0);
    expect((await failure(bus.call('lines.list'))).code).toBe(RpcCode.UNAUTHORIZED);
    expect((await failure(bus.opened())).code).toBe(RpcCode.UNAUTHORIZED);
  });

  it('is tried again after longer and longer waits, up to the longest', async () => {
    const { server, clock, bus } = bench({ reconnect: { min: 250, max: 5000 } });
    const waits: number[] = [];
    for (let count = 0; count < 7; count += 1) {
      const before = clock.now();
      const { length } = server.attempts;
      server.latest.fail('refused');
      while (server.attempts.length === length) await clock.advance(10);
      waits.push(clock.now() - before);
    }
    expect(waits).toEqual([250, 500, 1000, 2000, 4000, 5000, 5000]);
    expect([bus.state, bus.reason]).toEqual(['lost', 'refused']);
  });

  it('is tried again after waits that differ between clients', async () => {
    const { server, clock } = bench({ random: () => 0 });
    for (const wait of [250, 250, 500, 1000, 2000, 2500, 2500]) {
      const { length } = server.attempts;
      server.latest.fail('refused');
      await clock.advance(wait - 1);
      expect(server.attempts).toHaveLength(length);
      await clock.advance(1);
      expect(server.attempts).toHaveLength(length + 1);
    }
  });

  it('is tried again soon after it stood for long, and later when the server shows everybody out', async () => {
    const { server, clock, open } = bench();
    server.latest.fail('x');
    await clock.advance(250);
    await open();
    server.latest.fail('x');
    await clock.advance(499);
    expect(server.attempts).toHaveLength(2);
    await clock.advance(1);
    await open();
    await clock.advance(5000);
    server.latest.fail('x');
    await clock.advance(250);
    expect(server.attempts).toHaveLength(4);
  });

  it('is tried at once when there is reason to, and only once', async () => {
    const { server, clock, bus } = bench();
    server.latest.fail('x');
    bus.retryNow();
    bus.retryNow();
    await clock.advance(5000);
    expect(server.attempts).toHaveLength(2);
  });

  it('says how long it is until the next attempt, and nothing while none is waited for', async () => {
    const { server, clock, bus, open } = bench({ reconnect: { min: 400 } });
    expect(bus.retryIn).toBeUndefined();
    server.latest.fail('x');
    expect(bus.retryIn).toBe(400);
    await clock.advance(150);
    expect(bus.retryIn).toBe(250);
    await clock.advance(250);
    expect(bus.retryIn).toBeUndefined();
    await open();
    expect(bus.retryIn).toBeUndefined();
    server.latest.fail('x');
    bus.close();
    expect(bus.retryIn).toBeUndefined();
  });

  it.each(['says nothing', 'does not answer'])('is given up when what is there %s', async what => {
    const { server, clock, bus, states } = bench();
    if (what === 'does not answer') server.latest.open();
    await clock.advance(10_000);
    expect(bus.state).toBe('lost');
    expect(server.attempts[0]!.wanted).toBe(false);
    // What comes of it later is of no concern.
    server.attempts[0]!.open();
    server.attempts[0]!.fail('late');
    expect(states).toHaveLength(1);
    await clock.advance(250);
    expect(server.attempts).toHaveLength(2);
  });

  it.each(['HTTP/1.1 400 Bad Request', '{}', '[]', '"x"', '{"jsonrpc":"2.0","id":1}'])(
    'is given up when what is there says %s',
    async text => {
      const { server, bus } = bench();
      server.latest.open();
      server.latest.says(text);
      expect(bus.state).toBe('lost');
      expect(bus.reason).toContain('no server');
    },
  );

  it('tells what the server said against it before it ended it', async () => {
    const { server, bus } = bench();
    server.latest.open();
    server.latest.refuse(RpcCode.TOO_MANY_CLIENTS, 'the server takes 8 clients', { id: null });
    server.latest.fail('the server ended the connection');
    expect(bus.reason).toBe('the server takes 8 clients');
  });

  it('survives a connector that fails before it returns', async () => {
    const clock = new FakeClock();
    let closes = 0;
    const bus = new RemoteBus(
      sink => {
        sink.closed('impossible');
        return { send: () => undefined, close: () => closes++ };
      },
      { clock },
    );
    expect(bus.state).toBe('lost');
    bus.close();
    expect([closes, clock.pending]).toEqual([1, 0]);
  });
});

describe('a connection that went dead', () => {
  it('is noticed by the silence', async () => {
    const { server, clock, bus, open } = bench();
    await open();
    await clock.advance(19_999);
    expect(server.latest.methods).toEqual(['server.info']);
    await clock.advance(1);
    expect(server.latest.methods).toEqual(['server.info', 'server.info']);
    await clock.advance(9999);
    expect(bus.state).toBe('open');
    await clock.advance(1);
    expect(bus.reason).toBe('the server does not answer any more');
    expect(server.attempts[0]!.wanted).toBe(false);
  });

  it('is not suspected while the server speaks or answers', async () => {
    const { server, clock, bus, open } = bench();
    await open();
    for (let count = 0; count < 10; count += 1) {
      await clock.advance(15_000);
      server.latest.says({ jsonrpc: '2.0', method: 'values', params: { subscription: 1 } });
    }
    expect(server.latest.methods).toEqual(['server.info']);
    await clock.advance(20_000);
    server.latest.answer({});
    await clock.advance(19_999);
    expect([bus.state, server.latest.methods.length]).toEqual(['open', 2]);
  });

  it('and is lost while the server is asked is made again as ever', async () => {
    const { server, clock, open } = bench();
    await open();
    await clock.advance(20_000);
    server.latest.fail('reset');
    await clock.advance(250);
    expect(server.attempts).toHaveLength(2);
  });

  it('is looked at when there is reason to', async () => {
    const { server, clock, bus, open } = bench();
    await open();
    await clock.advance(2000);
    bus.retryNow();
    bus.retryNow();
    expect(server.latest.methods).toEqual(['server.info', 'server.info']);
    await clock.advance(10_000);
    expect(bus.state).toBe('lost');
  });
});

describe('a call', () => {
  it('brings its own answer, in whatever order they come', async () => {
    const { server, bus, open } = bench();
    await open();
    const [first, second] = [bus.call('lines.list'), bus.call('instruments.list')];
    const [, one, two] = server.latest.asked;
    server.latest.answer(['second'], two);
    server.latest.answer(['first'], one);
    expect(await Promise.all([first, second])).toEqual([['first'], ['second']]);
  });

  it('fails with what the server says', async () => {
    const { server, bus, open } = bench();
    await open();
    const call = failure(bus.call('points.write', write));
    const error = { code: RpcCode.LINE, message: 'no reply', data: { code: 'no-reply', sent: '01 03' } };
    server.latest.says({ jsonrpc: '2.0', id: server.latest.last.id, error });
    expect(await call).toMatchObject(error);
  });

  it('waits for the first attempt, and fails with it', async () => {
    const { server, bus, open } = bench();
    const call = bus.call('lines.list');
    await open();
    server.latest.answer([]);
    expect(await call).toEqual([]);
    const other = bench();
    const held = failure(other.bus.call('points.write', write));
    other.server.latest.fail('refused');
    const error = await held;
    expect([error.code, error.data]).toEqual([RpcCode.DISCONNECTED, undefined]);
  });

  it('fails at once while the connection is lost', async () => {
    const { server, bus } = bench();
    server.latest.fail('the cable is out');
    const error = await failure(bus.call('points.write', write));
    expect([error.code, error.data]).toEqual([RpcCode.DISCONNECTED, undefined]);
    expect(error.message).toContain('the cable is out');
  });

  it('that was sent has an unknown outcome when the connection is lost, if it may change something', async () => {
    const { server, bus, open } = bench();
    await open();
    const calls = [bus.call('points.write', write), bus.call('lines.list')].map(failure);
    server.latest.fail('reset');
    const [written, read] = await Promise.all(calls);
    expect(written).toMatchObject({ code: RpcCode.DISCONNECTED, data: { outcomeUnknown: true } });
    expect([read!.code, read!.data]).toEqual([RpcCode.DISCONNECTED, undefined]);
  });

  it('is not sent again on the next connection', async () => {
    const { server, bus, open, clock } = bench();
    await open();
    const call = failure(bus.call('points.write', write));
    server.latest.fail('reset');
    await call;
    await clock.advance(250);
    await open();
    expect(server.latest.methods).toEqual(['server.info']);
  });

  it('ends when its time is over, and its late answer meets nobody', async () => {
    const { server, bus, open, clock } = bench({ timeout: 3000 });
    await open();
    const call = failure(bus.call('points.write', write));
    const { last } = server.latest;
    await clock.advance(3000);
    expect(await call).toMatchObject({ code: RpcCode.NO_ANSWER, data: { outcomeUnknown: true } });
    const next = bus.call('lines.list', undefined, { timeout: 10_000 });
    server.latest.answer('late', last);
    await clock.advance(9000);
    server.latest.answer([]);
    expect(await next).toEqual([]);
  });

  it('can be given up, before the connection stands and after', async () => {
    const { server, bus, open, clock } = bench();
    const [early, later, never] = [new AbortController(), new AbortController(), AbortSignal.abort('never')];
    const first = bus.call('lines.list', undefined, { signal: early.signal });
    early.abort('early');
    await expect(first).rejects.toBe('early');
    await open();
    const second = bus.call('lines.list', undefined, { signal: later.signal });
    await clock.advance(0);
    later.abort('later');
    await expect(second).rejects.toBe('later');
    await expect(bus.call('lines.list', undefined, { signal: never })).rejects.toBe('never');
    expect(server.latest.methods).toEqual(['server.info', 'lines.list']);
  });

  it('fails when the bus is closed, and nothing is left then', async () => {
    const { server, bus, open, clock, states } = bench();
    await open();
    const call = failure(bus.call('lines.list'));
    bus.close();
    expect((await call).code).toBe(RpcCode.DISCONNECTED);
    expect((await failure(bus.call('lines.list'))).code).toBe(RpcCode.DISCONNECTED);
    expect(server.latest.wanted).toBe(false);
    expect(clock.pending).toBe(0);
    expect(states).toEqual(['open', 'closed: it was closed']);
  });
});
