import { connect, type Socket } from 'node:net';
import type { Transport, TransportError } from '@bus/line';
import { type Recording, record, until } from '@bus/line/testing';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ListenSettings } from '../src/listen-settings.js';
import { listenTcp } from '../src/listen-tcp.js';
import type { PeerInfo } from '../src/peer-info.js';

interface Accepted {
  transport: Transport;
  info: PeerInfo;
  recording: Recording;
}

const disposals: (() => unknown)[] = [];
afterEach(async () => {
  vi.useRealTimers();
  for (const dispose of disposals.splice(0).reverse()) await dispose();
});

async function listener(settings: ListenSettings): Promise<{
  accepted: Accepted[];
  errors: [TransportError, string][];
  client(host?: string): Promise<Socket & { isOver: boolean }>;
}> {
  const accepted: Accepted[] = [];
  const errors: [TransportError, string][] = [];
  const onError = (error: TransportError, peer: string) => errors.push([error, peer]);
  const listening = await listenTcp({ onError, ...settings }, (transport, _, info) => {
    const recording = record();
    accepted.push({ transport, info, recording });
    void transport.open(recording.sink);
  });
  disposals.push(() => listening.close());
  const client = async (host = '127.0.0.1'): Promise<Socket & { isOver: boolean }> => {
    const socket = Object.assign(connect(listening.port, host), { isOver: false });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      socket.isOver = true;
    });
    disposals.push(() => socket.destroy());
    await new Promise(resolve => socket.once('connect', resolve));
    return socket;
  };
  return { accepted, errors, client };
}

/** As `until`, for tests in which no time passes by itself. */
async function untimed(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise(resolve => setImmediate(resolve));
}

const reasonOf = ({ recording }: Accepted): string => String(recording.reasons[0]?.message);

describe('the limits of listenTcp', () => {
  it('tells address and port of the peer, with an IPv4 address in its own form', async () => {
    const { accepted, client } = await listener({ host: '::' });
    const socket = await client('127.0.0.1');
    await until(() => accepted.length === 1, 'the connection is accepted');
    expect(accepted[0]!.info).toEqual({ address: '127.0.0.1', port: socket.localPort });
    expect(accepted[0]!.transport.medium.name).toBe(`tcp from 127.0.0.1:${socket.localPort}`);
  });

  it('takes only the addresses that are allowed, and reports the others', async () => {
    const { accepted, errors, client } = await listener({ host: '::', allow: ['10.0.0.0/8', '::1'] });
    const refused = await client('127.0.0.1');
    refused.resume();
    await until(() => refused.isOver, 'it is refused');
    const allowed = await client('::1');
    await until(() => accepted.length === 1, 'the other one is accepted');
    expect(accepted[0]!.info).toEqual({ address: '::1', port: allowed.localPort });
    expect(errors.map(([error, peer]) => [error.code, peer])).toEqual([
      ['open-failed', expect.stringMatching(/^127\.0\.0\.1:\d+$/)],
    ]);
  });

  it('refuses a connection beyond the limit, and takes one again when there is room', async () => {
    const { accepted, errors, client } = await listener({ maxConnections: 2, whenFull: 'refuse' });
    const first = await client();
    await client();
    const third = await client();
    third.resume();
    await until(() => third.isOver, 'the third is refused');
    expect(errors[0]?.[0].message).toContain('there are 2 connections already');
    first.destroy();
    await until(() => accepted[0]!.recording.reasons.length === 1, 'the first has ended');
    await client();
    await until(() => accepted.length === 3, 'another one is accepted');
    expect(accepted[1]!.recording.reasons.length).toBe(0);
  });

  it('lets the one that was silent for longest give way to a new one', async () => {
    const { accepted, client } = await listener({ maxConnections: 3 });
    const sockets = [];
    for (let count = 1; count <= 3; count++) {
      sockets.push(await client());
      await until(() => accepted.length === count, `${count} are accepted`);
    }
    sockets[0]!.write('x');
    await until(() => accepted[0]!.recording.bytes().length === 1, 'the first one spoke');
    await client();
    await until(() => accepted[1]!.recording.reasons.length === 1, 'the second has ended');
    await accepted[2]!.transport.write(Uint8Array.of(1));
    await client();
    await until(() => accepted[0]!.recording.reasons.length === 1, 'the first has ended');
    expect(reasonOf(accepted[1]!)).toContain('gave way to a newer connection');
    expect(accepted.map(({ recording }) => recording.reasons.length)).toEqual([1, 1, 0, 0, 0]);
  });

  it('lets a flood from one address drive out its own connections, and those of nobody else', async () => {
    const { accepted, client } = await listener({ host: '::', maxConnections: 4 });
    const patient = await client('::1');
    await until(() => accepted.length === 1, 'the patient one is accepted');
    for (let count = 2; count <= 20; count++) {
      await client('127.0.0.1');
      await until(() => accepted.length === count, `${count} are accepted`);
    }
    await until(
      () => accepted[16]!.recording.reasons.length === 1,
      'all but the newest of the flood have ended',
    );
    expect(accepted.map(({ recording }) => recording.reasons.length)).toEqual([
      0,
      ...Array(16).fill(1),
      ...Array(3).fill(0),
    ]);
    patient.write('x');
    await until(() => accepted[0]!.recording.bytes().length === 1, 'the patient one is still heard');
  });

  it.each([
    ['refuse', [0, 0, 0], 'its address has 2 connections already'],
    ['close-oldest-idle', [1, 0, 0, 0], undefined],
  ] as const)('takes no more than it may from one address: %s', async (whenFull, ended, refusal) => {
    const { accepted, errors, client } = await listener({ host: '::', maxPerAddress: 2, whenFull });
    const expected = refusal === undefined ? [1, 2, 3] : [1, 2, 2];
    for (const count of expected) {
      const socket = await client('127.0.0.1');
      socket.resume();
      await until(() => accepted.length === count, `${count} are accepted`);
    }
    await client('::1');
    await until(() => accepted.length === ended.length, 'one of another address is accepted');
    await until(
      () => accepted.filter(({ recording }) => recording.reasons.length > 0).length === ended.indexOf(0),
      'the first ended',
    );
    expect(accepted.map(({ recording }) => recording.reasons.length)).toEqual(ended);
    expect(errors.map(([error]) => error.message)).toEqual(
      refusal === undefined ? [] : [expect.stringContaining(refusal)],
    );
  });

  it('ends a connection that is silent for too long, and no other', async () => {
    // A machine that stands still for a second would make everybody silent.
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { accepted, client } = await listener({ idleTimeout: 1000 });
    const busy = await client();
    await untimed(() => accepted.length === 1);
    await client();
    await untimed(() => accepted.length === 2);
    for (let spoken = 1; spoken <= 3; spoken++) {
      vi.advanceTimersByTime(333);
      busy.write('x');
      await untimed(() => accepted[0]!.recording.bytes().length === spoken);
    }
    expect(accepted[1]!.recording.reasons.length).toBe(0);
    vi.advanceTimersByTime(1);
    await untimed(() => accepted[1]!.recording.reasons.length === 1);
    expect(reasonOf(accepted[1]!)).toContain('silent for 1000 ms');
    vi.advanceTimersByTime(998);
    await new Promise(resolve => setImmediate(resolve));
    expect(accepted[0]!.recording.reasons.length).toBe(0);
    vi.advanceTimersByTime(1);
    await untimed(() => accepted[0]!.recording.reasons.length === 1);
  });

  it('drops a peer that does not read once too much waits for it', async () => {
    const { accepted, client } = await listener({ maxBufferedBytes: 4096 });
    const deaf = await client();
    deaf.pause();
    await until(() => accepted.length === 1, 'the connection is accepted');
    const { transport } = accepted[0]!;
    const writing = (async () => {
      for (;;) await transport.write(new Uint8Array(256 * 1024));
    })();
    await expect(writing).rejects.toMatchObject({ code: expect.stringMatching(/write-failed|closed/) });
    await until(() => accepted[0]!.recording.reasons.length === 1, 'its end is reported');
    expect(reasonOf(accepted[0]!)).toMatch(/does not read: \d+ bytes wait for it/);
  });

  it('drops a peer that does not read for too long', async () => {
    const { accepted, client } = await listener({ writeTimeout: 100, maxBufferedBytes: 2 ** 30 });
    const deaf = await client();
    deaf.pause();
    await until(() => accepted.length === 1, 'the connection is accepted');
    const writing = accepted[0]!.transport.write(new Uint8Array(50_000_000));
    await expect(writing).rejects.toMatchObject({ code: 'write-failed' });
    await until(() => accepted[0]!.recording.reasons.length === 1, 'its end is reported');
    expect(reasonOf(accepted[0]!)).toContain('did not read for 100 ms');
  });

  it('lets only one of its own address give way to an address that has all that it may have', async () => {
    const { accepted, client } = await listener({ host: '::', maxConnections: 2, maxPerAddress: 1 });
    const other = await client('::1');
    await until(() => accepted.length === 1, 'the other address is accepted');
    const first = await client('127.0.0.1');
    await until(() => accepted.length === 2, 'the first is accepted');
    await client('127.0.0.1');
    await until(() => accepted.length === 3, 'the second is accepted');
    for (const socket of [other, first]) socket.resume();
    await until(() => first.isOver, 'the first has given way');
    await new Promise(resolve => setTimeout(resolve, 20));
    expect(other.isOver).toBe(false);
  });

  it.each([
    { maxConnections: 0 },
    { maxConnections: Number.NaN },
    { maxPerAddress: 0 },
    { idleTimeout: -1 },
    { writeTimeout: 0 },
    { maxBufferedBytes: 0 },
    { whenFull: 'wait' },
    { allow: ['localhost'] },
    { allow: '127.0.0.1' },
  ])('refuses %j', async wrong => {
    await expect(listenTcp(wrong as ListenSettings, () => undefined)).rejects.toMatchObject({
      code: 'bad-argument',
    });
  });
});
