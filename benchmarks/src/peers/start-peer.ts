import { Child } from './child.js';
import { compilePeer, type PeerName } from './compile-peer.js';

/** A running server or device. */
export interface Peer {
  /** What it said when it was ready: a port number, or the paths of terminals. */
  readonly ready: readonly string[];
  /** Sends a line and waits for the answer; only `paced-device` gives one. */
  ask(line: string): Promise<string>;
  stop(): Promise<void>;
}

/**
 * Compiles and starts a server or device, and waits until it is ready.
 *
 * @example const { ready: [port] } = await startPeer('fast-server');
 */
export async function startPeer(name: PeerName, ...args: string[]): Promise<Peer> {
  const { child, ready } = await Child.start(await compilePeer(name), args);
  return { ready, ask: line => child.ask(line), stop: () => child.stop() };
}
