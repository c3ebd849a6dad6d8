import { connect as connectTcpSocket, type Socket } from 'node:net';
import { connect as connectTlsSocket } from 'node:tls';
import type { ConnectionSink, Connector, MessageConnection } from '../client/connector.js';
import { LineSplitter } from '../doors/line-splitter.js';

export interface TcpAddress {
  readonly host: string;
  /** 1..65535 */
  readonly port: number;
  /** Present: TLS. */
  readonly tls?: ClientTls;
}

export interface ClientTls {
  /** PEM of the authority of the server's certificate; those that Node trusts by default. */
  readonly ca?: string | Buffer;
}

/** Bytes of the longest message that is taken from a server. */
const LONGEST = 16 * 1024 * 1024;

/** Connects over TCP, or over TLS: one message on each line. */
export function tcpConnector(address: TcpAddress): Connector {
  return sink => connection(open(address), address.tls ? 'secureConnect' : 'connect', sink);
}

function open({ host, port, tls }: TcpAddress): Socket {
  const socket = tls ? connectTlsSocket({ host, port, ...tls }) : connectTcpSocket({ host, port });
  return socket.setNoDelay(true).setKeepAlive(true, 15_000);
}

function connection(socket: Socket, ready: string, sink: ConnectionSink): MessageConnection {
  const splitter = new LineSplitter(LONGEST);
  const decoder = new TextDecoder();
  let over = false;
  const finish = (reason: string): void => {
    if (over) return;
    over = true;
    socket.destroy();
    sink.closed(reason);
  };
  const take = (chunk: Uint8Array): void => {
    splitter.push(chunk);
    while (!over) {
      const line = splitter.next();
      if (line === undefined) return;
      if (line === 'too-long') finish(`the server sent a message of more than ${LONGEST} bytes`);
      else sink.message(decoder.decode(line));
    }
  };
  socket.once(ready, () => {
    if (!over) sink.opened();
  });
  socket.on('data', take);
  socket.on('error', (error: NodeJS.ErrnoException) => finish(error.message || String(error.code)));
  socket.on('end', () => finish('the server ended the connection'));
  socket.on('close', () => finish('the connection ended'));
  return {
    send: text => {
      if (!over) socket.write(`${text}\n`);
    },
    close: () => {
      over = true;
      socket.destroy();
    },
  };
}
