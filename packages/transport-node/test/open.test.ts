import { Line } from '@bus/line';
import { describe, expect, it } from 'vitest';
import { listenTcp } from '../src/listen-tcp.js';
import { listenTls } from '../src/listen-tls.js';
import { listenUdp } from '../src/listen-udp.js';
import { open } from '../src/open.js';
import { Authority } from './certificates.js';
import { describeWithPty, openPtyPipe } from './pty.js';

describe('open', () => {
  it('opens a TCP connection and passes the line’s options on', async () => {
    const listener = await listenTcp({}, transport => {
      void transport.open({ data: () => undefined, closed: () => undefined });
    });
    const line = await open(`rtu+tcp://127.0.0.1:${listener.port}`, { connectTimeout: 60_000, timeout: 321 });
    expect(line).toBeInstanceOf(Line);
    expect(line.state).toBe('open');
    expect(line.timeout).toBe(321);
    expect(line.medium.name).toBe(`rtu+tcp://127.0.0.1:${listener.port}`);
    await line.close();
    expect(line.state).toBe('closed');
    await listener.close();
  });

  it('opens UDP by its URL', async () => {
    const listener = await listenUdp({}, (datagram, reply) => reply(datagram));
    const line = await open(`udp://127.0.0.1:${listener.port}`, { timeout: 321 });
    expect(line.medium).toMatchObject({ name: `udp://127.0.0.1:${listener.port}`, datagrams: true });
    await line.close();
    await listener.close();
  });

  it('opens TLS by its URL, with certificates from the options', async () => {
    const authority = new Authority('Plant authority');
    const ca = authority.cert;
    const server = { ...authority.issueForThisMachine(), ca };
    const listener = await listenTls({ port: 0, ...server }, transport => {
      void transport.open({ data: () => undefined, closed: () => undefined });
    });
    const url = `tls://127.0.0.1:${listener.port}`;
    const line = await open(`${url}?connectTimeout=60000`, {
      ...authority.issue('client'),
      ca,
      timeout: 321,
    });
    expect([line.medium.name, line.state]).toEqual([url, 'open']);
    await line.close();
    await listener.close();
  });

  it('fails when the port does not open, with the transport’s own error', async () => {
    await expect(open('/dev/ttyNOPE7')).rejects.toMatchObject({ code: 'open-failed' });
  });

  it('refuses wrong options before it opens anything', async () => {
    await expect(open('/dev/ttyNOPE7', { baudRate: 1 })).rejects.toMatchObject({ code: 'bad-argument' });
    await expect(open('/dev/ttyNOPE7', { timeout: -1 })).rejects.toMatchObject({ code: 'bad-argument' });
    await expect(open('mqtt://broker')).rejects.toMatchObject({ code: 'bad-argument' });
  });
});

describeWithPty('open on a serial port', () => {
  it('opens it by path and by URL', async () => {
    const pty = await openPtyPipe();
    const path = pty.paths[0]!;
    for (const [url, options] of [
      [path, { baudRate: 9600 }],
      [`rtu:${path}?baudRate=9600`, {}],
    ] as const) {
      const line = await open(url, options);
      expect(line.medium.name).toBe(`${path} 9600-8N1`);
      await line.close();
    }
    await pty.dispose();
  });
});
