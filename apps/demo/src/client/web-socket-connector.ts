import type { ConnectionSink, Connector, MessageConnection } from './connector.js';

/** The part of a WebSocket that is used: a browser's, Node's, or that of the package `ws`. */
export interface WebSocketLike {
  readonly readyState: number;
  send(text: string): void;
  close(): void;
  onopen: ((event: never) => void) | null;
  onmessage: ((event: never) => void) | null;
  onclose: ((event: never) => void) | null;
  onerror: ((event: never) => void) | null;
}

const OPEN = 1;

/**
 * Connects over WebSocket.
 *
 * @param url `ws://127.0.0.1:8044/rpc`
 * @param WebSocketClass where the platform has none of its own, as Node 20: that of the package `ws`.
 */
export function webSocketConnector(
  url: string,
  WebSocketClass: new (url: string) => WebSocketLike = globalThis.WebSocket,
): Connector {
  return sink => {
    try {
      return connection(new WebSocketClass(url), sink);
    } catch (error) {
      queueMicrotask(() => sink.closed((error as Error).message));
      return { send: () => undefined, close: () => undefined };
    }
  };
}

function connection(socket: WebSocketLike, sink: ConnectionSink): MessageConnection {
  let problem: string | undefined;
  socket.onopen = () => sink.opened();
  socket.onmessage = ({ data }: { data: unknown }) => {
    if (typeof data === 'string') sink.message(data);
  };
  // Browsers say nothing here, so as not to tell pages about networks; `ws` says what went wrong.
  socket.onerror = ({ message }: { message?: string }) => {
    problem = message;
  };
  socket.onclose = ({ code, reason }: { code?: number; reason?: string }) => {
    silence(socket);
    sink.closed(reason || problem || `the connection ended (${code})`);
  };
  return {
    send: text => {
      if (socket.readyState === OPEN) socket.send(text);
    },
    close: () => {
      silence(socket);
      socket.close();
    },
  };
}

function silence(socket: WebSocketLike): void {
  socket.onopen = null;
  socket.onmessage = null;
  socket.onclose = null;
  // Not null: `ws` throws what nobody listens to, such as that it was closed before it was open.
  socket.onerror = () => undefined;
}
