import { expect, it } from 'vitest';
import { type WebSocketLike, webSocketConnector } from './web-socket-connector.js';

class FakeSocket implements WebSocketLike {
  static latest: FakeSocket;
  readonly url: string;
  readonly sent: string[] = [];
  readyState = 0;
  closes = 0;
  onopen: ((event: never) => void) | null = null;
  onmessage: ((event: never) => void) | null = null;
  onclose: ((event: never) => void) | null = null;
  onerror: ((event: never) => void) | null = null;
  constructor(url: string) {
    if (url === 'nonsense') throw new SyntaxError('that is no URL');
    this.url = url;
    FakeSocket.latest = this;
  }
  send(text: string): void {
    this.sent.push(text);
  }
  close(): void {
    this.closes += 1;
  }
}

function connect(url = 'ws://x/rpc') {
  const events: string[] = [];
  const connection = webSocketConnector(
    url,
    FakeSocket,
  )({
    opened: () => events.push('opened'),
    message: text => events.push(text),
    closed: reason => events.push(`closed: ${reason}`),
  });
  return { events, connection, socket: FakeSocket.latest };
}

it('carries text both ways while it is open', () => {
  const { events, connection, socket } = connect();
  connection.send('too early');
  socket.readyState = 1;
  socket.onopen?.({} as never);
  connection.send('hello');
  socket.onmessage?.({ data: 'text' } as never);
  socket.onmessage?.({ data: new ArrayBuffer(1) } as never);
  expect(socket.sent).toEqual(['hello']);
  expect(events).toEqual(['opened', 'text']);
});

it('tells the server’s reason, else what went wrong, else the code', () => {
  const first = connect();
  first.socket.onclose?.({ code: 1013, reason: 'full' } as never);
  const second = connect();
  second.socket.onerror?.({ message: 'ECONNREFUSED' } as never);
  second.socket.onclose?.({ code: 1006, reason: '' } as never);
  const third = connect();
  third.socket.onclose?.({ code: 1006, reason: '' } as never);
  const all = [first, second, third].flatMap(({ events }) => events);
  expect(all).toEqual(['closed: full', 'closed: ECONNREFUSED', 'closed: the connection ended (1006)']);
});

it('reports nothing after it was closed', () => {
  const { events, connection, socket } = connect();
  connection.close();
  socket.onopen?.({} as never);
  socket.onclose?.({ code: 1000 } as never);
  expect([events, socket.closes]).toEqual([[], 1]);
});

it('reports a URL that is none, but never throws', async () => {
  const { events } = connect('nonsense');
  await Promise.resolve();
  expect(events).toEqual(['closed: that is no URL']);
});
