/**
 * What the doors (TCP, WebSocket) and the server's work agree on: a door lets a caller in, hands each checked request
 * over, and takes notifications out. The hub knows nothing of sockets, the doors know nothing of lines.
 */
export interface Hub {
  /** Lets a caller in. Nothing is kept of it once it has left. */
  enter(caller: Caller): Visit;
}

/** Whoever is at the other end of a connection. */
export interface Caller {
  /** For people: `websocket 127.0.0.1:40112`. */
  readonly name: string;
  /**
   * Sends a notification, or does nothing where the caller is gone. Never blocks and never throws: a caller that does not
   * take its notifications is dropped by its door.
   */
  notify(topic: string, params: object): void;
}

/** One caller's stay. */
export interface Visit {
  /**
   * Carries one call out.
   *
   * @param method as it was asked for; it may not exist.
   * @param params as they came; they may be anything.
   * @param signal fires when the caller has left: a call whose turn has not come is then not carried out.
   * @throws {RpcError} always this, whatever went wrong.
   */
  call(method: string, params: unknown, signal: AbortSignal): Promise<unknown>;
  /** The caller is gone: its subscriptions end, its waiting calls leave the queues. */
  leave(): void;
}
