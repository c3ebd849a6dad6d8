import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { connectTcp } from 'demo/node';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { ServerProcess } from './server-process.ts';

/** Patience with what must come, however busy the machine is. */
const soon = { timeout: 40_000, interval: 20 };

/** A raw command, whose answer is waited for so long that it is not sent again when the server stands still. */
const sendCall = (id: number, text: string): string => {
  const params = { line: 'rs485', text, timeout: 3000 };
  return `${JSON.stringify({ jsonrpc: '2.0', id, method: 'line.send', params })}\n`;
};

describe('the server among hostile clients', () => {
  let server: ServerProcess;
  const sockets: Socket[] = [];

  beforeEach(async () => {
    server = await ServerProcess.start();
  });
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    await server?.stop();
  });

  async function raw(): Promise<Socket> {
    const { hostname, port } = new URL(server.tcpUrl);
    const socket = connect(Number(port), hostname);
    sockets.push(socket);
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    return socket;
  }

  /** What a good client finds: that it is served as ever. */
  async function isWell(): Promise<void> {
    const bus = await connectTcp(server.tcpUrl);
    const { heard } = await bus.call('line.send', { line: 'rs485', text: '$02M' });
    expect(heard).toBe('21 30 32 37 30 34 34 0D');
    expect(server.child.exitCode).toBeNull();
    bus.close();
  }

  it('survives a line of 100 MB with 80 MB of memory, and ends that connection', async () => {
    const socket = await raw();
    socket.resume();
    // A reset is as good an end as any.
    const closed = new Promise(resolve => socket.once('close', resolve));
    const piece = Buffer.alloc(1 << 20, 0x61);
    for (let sent = 0; sent < 100 && !socket.destroyed; sent += 1) {
      const drained = new Promise(resolve => socket.once('drain', resolve));
      if (!socket.write(piece)) await Promise.race([drained, closed]);
    }
    await closed;
    await isWell();
  });

  it('survives what is no JSON, half messages and connections that vanish', async () => {
    const garbage = await raw();
    garbage.write('{"jsonrpc":"2.0","id":1,"method":\n');
    garbage.write('[[[[[[[[[[[[[[\n\u0000\u0001\n"__proto__"\n[]\n42\n');
    garbage.write('{"jsonrpc":"2.0","id":2,"method":"__proto__"}\n');
    const answers: string[] = [];
    garbage.on('data', chunk => answers.push(String(chunk)));
    await vi.waitFor(() => expect(answers.join('').trim().split('\n')).toHaveLength(7), soon);
    const half = await raw();
    half.write('{"jsonrpc":"2.0","id":1,"method":"line.send","params":{"li');
    for (let count = 0; count < 20; count += 1) {
      const vanishing = await raw();
      vanishing.write(
        '{"jsonrpc":"2.0","id":1,"method":"instruments.read","params":{"instrument":"oven"}}\n',
      );
      vanishing.destroy();
    }
    await isWell();
    const bus = await connectTcp(server.tcpUrl);
    await vi.waitFor(async () => {
      const [line] = await bus.call('lines.list', {});
      const { clients } = await bus.call('server.info', {});
      expect(line!.counters.waiting).toBe(0);
      // Those that are still there: this one, and the two that said nonsense and half a message, as long as they may.
      expect(clients).toBeLessThanOrEqual(3);
    }, soon);
    bus.close();
  });

  it('gives a page of another origin no WebSocket, nor one that reached it by another name', async () => {
    const refused = async (headers: Record<string, string>) => {
      const socket = new WebSocket(`${server.httpUrl.replace('http', 'ws')}/rpc`, { headers });
      const [error] = await once(socket, 'error');
      return String(error);
    };
    expect(await refused({ Origin: 'http://evil.example' })).toContain('403');
    expect(await refused({ Host: 'evil.example' })).toMatch(/403|421/);
    await isWell();
  });

  it('lets floods delay nobody by more than one turn of each of them', async () => {
    const bus = await connectTcp(server.tcpUrl);
    const requests: string[] = [];
    bus.subscribe('trace', { line: 'rs485' }, ({ frames }) => {
      for (const { hex, direction } of frames) if (direction === 'sent') requests.push(hex);
    });
    const flooders = await Promise.all([raw(), raw(), raw()]);
    for (const [index, socket] of flooders.entries()) {
      socket.resume();
      // Each of another unit, so that all of them can be at the line together.
      const text = ['$03M', '$04M', '$05M'][index]!;
      socket.write(Array.from({ length: 2000 }, (_, id) => sendCall(id, text)).join(''));
    }
    await vi.waitFor(() => expect(requests.length).toBeGreaterThan(10), soon);
    // In one piece, so that each of them waits at the server already when the one before has had its turn.
    const good = await raw();
    good.resume();
    good.write(Array.from({ length: 6 }, (_, id) => sendCall(id, '$02M')).join(''));
    const turns = () => requests.flatMap((hex, at) => (hex === '24 30 32 4D 0D' ? [at] : []));
    await vi.waitFor(() => expect(turns()).toHaveLength(6), soon);
    const between = turns()
      .slice(1)
      .map((at, index) => at - turns()[index]! - 1);
    // One turn of each flooder, and one that was under way.
    expect(Math.max(...between)).toBeLessThanOrEqual(flooders.length + 1);
    bus.close();
    await isWell();
  });

  it('wants a token where it was given one, and ends connections that have none', async () => {
    const guarded = await ServerProcess.start([], { BUS_DEMO_TOKEN: 'correct horse battery staple' });
    try {
      expect(guarded.output.join('')).not.toContain('correct horse');
      await expect(connectTcp(guarded.tcpUrl)).rejects.toMatchObject({ code: -32001 });
      await expect(connectTcp(guarded.tcpUrl, { token: 'wrong' })).rejects.toMatchObject({ code: -32001 });
      const bus = await connectTcp(guarded.tcpUrl, { token: 'correct horse battery staple' });
      expect((await bus.call('lines.list', {})).map(({ id }) => id)).toEqual(['rs485', 'rs232']);
      bus.close();
    } finally {
      await guarded.stop();
    }
  });

  it('refuses to be reached from other machines without a token', async () => {
    await expect(ServerProcess.start(['--host', '0.0.0.0'], { BUS_DEMO_TOKEN: '' })).rejects.toThrow(
      /ended with 2.*token/s,
    );
  });

  it('ends on Ctrl-C with exit code 0, with clients connected', async () => {
    await raw();
    expect(await server.stop()).toBe(0);
  });
});
