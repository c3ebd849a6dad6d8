import type { Socket } from 'node:net';
import { TransportError } from '@bus/line';
import { SocketChannel } from './socket-channel.js';
import type { SocketReads } from './socket-reads.js';

/** What went wrong with an attempt, as the end of a sentence, and what to do about it. */
export type Diagnosis = readonly [what: string, hint: string];

/** An attempt to connect. */
export interface Attempt<S extends Socket> {
  /** The medium's name. */
  readonly medium: string;
  /** Connecting, and paused. */
  readonly socket: S;
  /** What it was made to read into. */
  readonly reads: SocketReads;
  /** Calls `done` when bytes can flow. */
  readonly whenReady: (socket: S, done: () => void) => void;
  readonly diagnose: (error: Error) => Diagnosis;
  /** What to tell of an error after that; the error itself when absent. */
  readonly explainLoss?: (error: Error) => Error;
  /** Milliseconds. */
  readonly connectTimeout: number;
  readonly signal: AbortSignal;
}

/**
 * Waits until a socket is connected.
 *
 * @returns its channel, made at once, so that no event of the socket is missed
 *
 * @throws {TransportError} `open-failed`; the socket is destroyed then.
 */
export function connectSocket<S extends Socket>(attempt: Attempt<S>): Promise<SocketChannel> {
  const { medium, socket, whenReady, diagnose, connectTimeout, signal } = attempt;
  return new Promise((resolve, reject) => {
    let settled = false;
    const fail = ([what, hint]: Diagnosis, cause?: unknown): void => {
      if (settled) return;
      settle();
      // An error that comes after its destruction has nobody to tell.
      socket.on('error', () => undefined);
      socket.destroy();
      reject(new TransportError('open-failed', `${medium} ${what}`, { facts: { medium }, hint, cause }));
    };
    const onAbort = (): void => fail(['was closed while it was being opened', 'Open it again.']);
    const onError = (error: Error): void => fail(diagnose(error), error);
    const onEnd = (): void => onError(Object.assign(new Error('it hung up'), { code: 'ECONNRESET' }));
    const onTimeout = (): void =>
      fail([
        `did not accept a connection within ${connectTimeout} ms`,
        'Look whether the device is on, and whether a firewall drops the packets.',
      ]);
    const timer = setTimeout(onTimeout, connectTimeout);
    const settle = (): void => {
      settled = true;
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      socket.removeListener('error', onError);
      socket.removeListener('end', onEnd);
      socket.removeListener('close', onEnd);
    };
    signal.addEventListener('abort', onAbort);
    socket.on('error', onError);
    socket.on('end', onEnd);
    socket.on('close', onEnd);
    if (signal.aborted) return onAbort();
    whenReady(socket, () => {
      if (settled) return;
      settle();
      resolve(new SocketChannel(socket, attempt.explainLoss, attempt.reads));
    });
  });
}

/** What an attempt to connect over TCP failed with. */
export function diagnoseTcp(error: Error): Diagnosis {
  // A name with several addresses fails with one error for each.
  const errors = error instanceof AggregateError ? (error.errors as NodeJS.ErrnoException[]) : [error];
  const code =
    (error as NodeJS.ErrnoException).code ?? (errors[0] as NodeJS.ErrnoException | undefined)?.code;
  switch (code) {
    case 'ECONNREFUSED':
      return [
        'refuses connections',
        'Nothing listens on this port; look at the port number and the device’s settings.',
      ];
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return ['cannot be found by its name', 'Look at the spelling, or give the address instead.'];
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return ['cannot be reached', 'Look at the cable and the network settings of both sides.'];
    default:
      return [
        `could not be connected to: ${error.message || code}`,
        'Look whether the device is on and reachable.',
      ];
  }
}
