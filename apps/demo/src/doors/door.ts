import type { GuestList } from './guest-list.js';
import type { SessionSettings } from './rpc-session.js';

/** What callers come in by. */
export interface Door {
  /** Where it listens: `tcp://127.0.0.1:8045`. */
  readonly url: string;
  /** Ends all connections and frees the port. */
  close(): Promise<void>;
}

/** What the doors share. */
export interface House extends SessionSettings {
  readonly guests: GuestList;
  readonly host: string;
  /** PEM; with them everything is TLS. */
  readonly tls?: { readonly cert: Buffer; readonly key: Buffer };
}

/** Milliseconds in which an ended connection may still take what was sent; then it is cut. */
export const FAREWELL = 1000;

/** Connections beyond those that are let in, so that they can be told; any further one is cut at once. */
export const ANTEROOM = 16;
