import type { Transport } from '@bus/line';
import { record, until } from '@bus/line/testing';
import { describe, expect, it } from 'vitest';
import { listenTcp } from '../src/listen-tcp.js';
import { tcpTransport } from '../src/tcp-transport.js';

const nothing = { data: () => undefined, closed: () => undefined };

describe('listenTcp', () => {
  it('loses none of the bytes that came before the transport was opened', async () => {
    const accepted: [Transport, string][] = [];
    const listener = await listenTcp({}, (transport, peer) => accepted.push([transport, peer]));
    const client = tcpTransport({ host: '127.0.0.1', port: listener.port });
    const atClient = record();
    await client.open(atClient.sink);
    await client.write(Uint8Array.of(1, 2, 3));
    await until(() => accepted.length === 1, 'the connection is accepted');
    await new Promise(resolve => setTimeout(resolve, 20));
    const [server, peer] = accepted[0]!;
    expect(peer).toMatch(/^127\.0\.0\.1:\d+$/);
    const atServer = record();
    await server.open(atServer.sink);
    await until(() => atServer.bytes().length >= 3, '3 bytes arrive');
    expect(Array.from(atServer.bytes())).toEqual([1, 2, 3]);
    await server.write(Uint8Array.of(4, 5));
    await until(() => atClient.bytes().length >= 2, '2 bytes arrive');
    expect(Array.from(atClient.bytes())).toEqual([4, 5]);
    await listener.close();
    await until(() => atClient.reasons.length > 0 && atServer.reasons.length > 0, 'both are told of the end');
    expect([atClient.reasons.length, atServer.reasons.length]).toEqual([1, 1]);
  });

  it('delivers what a peer said that was gone before its transport was opened, and then its end', async () => {
    const accepted: Transport[] = [];
    const listener = await listenTcp({}, transport => accepted.push(transport));
    const client = tcpTransport({ host: '127.0.0.1', port: listener.port });
    await client.open(nothing);
    await client.write(Uint8Array.of(9));
    await client.close();
    await until(() => accepted.length === 1, 'the connection is accepted');
    await new Promise(resolve => setTimeout(resolve, 20));
    const recording = record();
    await accepted[0]!.open(recording.sink);
    await until(() => recording.reasons.length > 0, 'the end is reported');
    expect(Array.from(recording.bytes())).toEqual([9]);
    await expect(accepted[0]!.open(recording.sink)).rejects.toMatchObject({ code: 'open-failed' });
    await listener.close();
  });

  it('ends connections that nobody opened, and may be closed twice', async () => {
    let accepted = 0;
    const listener = await listenTcp({ host: '::1' }, () => {
      accepted += 1;
    });
    const client = tcpTransport({ host: '::1', port: listener.port });
    const recording = record();
    await client.open(recording.sink);
    await until(() => accepted === 1, 'the connection is accepted');
    await Promise.all([listener.close(), listener.close()]);
    await until(() => recording.reasons.length > 0, 'the client is told of the end');
    expect(recording.reasons.length).toBe(1);
  });

  it('ends a connection that is closed without being opened, and does not open it afterwards', async () => {
    const accepted: Transport[] = [];
    const listener = await listenTcp({}, transport => accepted.push(transport));
    const client = tcpTransport({ host: '127.0.0.1', port: listener.port });
    const recording = record();
    await client.open(recording.sink);
    await until(() => accepted.length === 1, 'the connection is accepted');
    await Promise.all([accepted[0]!.close(), accepted[0]!.close()]);
    await until(() => recording.reasons.length > 0, 'the client is told of the end');
    await expect(accepted[0]!.open(nothing)).rejects.toMatchObject({ code: 'open-failed' });
    await accepted[0]!.close();
    await listener.close();
  });

  it('is closed when a second close settles, too', async () => {
    const listener = await listenTcp({}, transport => void transport.open(nothing));
    const client = tcpTransport({ host: '127.0.0.1', port: listener.port });
    await client.open(nothing);
    let closed = false;
    void listener.close().then(() => {
      closed = true;
    });
    await listener.close();
    expect(closed).toBe(true);
    await client.close();
  });

  it('says that a port is taken', async () => {
    const listener = await listenTcp({}, () => undefined);
    await expect(listenTcp({ port: listener.port }, () => undefined)).rejects.toMatchObject({
      code: 'open-failed',
      hint: expect.stringContaining('choose another port'),
    });
    await listener.close();
  });

  it('refuses a port number out of range', async () => {
    await expect(listenTcp({ port: 70_000 }, () => undefined)).rejects.toMatchObject({
      code: 'bad-argument',
    });
  });
});
