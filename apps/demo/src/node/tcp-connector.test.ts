import { createServer, type Server, type Socket } from 'node:net';
import { until } from '@bus/line/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tcpConnector } from './tcp-connector.js';

let server: Server;
let accepted: Socket[];
beforeEach(async () => {
  accepted = [];
  server = createServer(socket => {
    socket.on('error', () => undefined);
    accepted.push(socket);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  for (const socket of accepted) socket.destroy();
  if (server.listening) await new Promise(resolve => server.close(resolve));
});

async function connect() {
  const events: string[] = [];
  const { port } = server.address() as { port: number };
  const connection = tcpConnector({ host: '127.0.0.1', port })({
    opened: () => events.push('opened'),
    message: text => events.push(text),
    closed: reason => events.push(`closed: ${reason}`),
  });
  await until(() => accepted.length === 1, 'the server accepts');
  return { events, connection, port, socket: accepted[0]! };
}

describe('a TCP connection to a server', () => {
  it('puts messages together from whatever pieces they come in', async () => {
    const { events, socket } = await connect();
    for (const byte of Buffer.from('{"ü":1}\n{}\n')) {
      socket.write(Buffer.of(byte));
      await new Promise(resolve => setImmediate(resolve));
    }
    await until(() => events.length === 3, 'both arrive');
    expect(events).toEqual(['opened', '{"ü":1}', '{}']);
  });

  it('sends each message on a line of its own, also before it is open', async () => {
    const { connection, socket } = await connect();
    let text = '';
    socket.on('data', chunk => {
      text += String(chunk);
    });
    connection.send('1');
    connection.send('2');
    await until(() => text.length === 4, 'both arrive');
    expect(text).toBe('1\n2\n');
  });

  it('tells once that it ended', async () => {
    const { events, socket, connection } = await connect();
    socket.end();
    await until(() => events.length === 2, 'the end arrives');
    connection.send('lost');
    connection.close();
    await new Promise(resolve => setImmediate(resolve));
    expect(events).toEqual(['opened', 'closed: the server ended the connection']);
  });

  it('tells nothing after it was closed, and is gone', async () => {
    const { events, socket, connection } = await connect();
    let ended = false;
    socket.on('close', () => {
      ended = true;
    });
    socket.resume();
    await until(() => events.length === 1, 'it opens');
    connection.close();
    await until(() => ended, 'the server sees it go');
    expect(events).toEqual(['opened']);
  });

  it('gives a server up that sends without end', async () => {
    const { events, socket } = await connect();
    const chunk = Buffer.alloc(1 << 20, 'x');
    for (let count = 0; count < 18; count += 1) socket.write(chunk);
    await until(() => events.length === 2, 'it is given up');
    expect(events[1]).toBe('closed: the server sent a message of more than 16777216 bytes');
  });
});
