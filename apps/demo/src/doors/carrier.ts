/** A connection that carries whole messages, as a session uses it: TCP, TLS or WebSocket. */
export interface Carrier {
  /** For people: `tcp 127.0.0.1:40112`. */
  readonly name: string;
  /** Bytes that were sent and that the far side has not taken. */
  readonly backlog: number;
  /** Sends one message; does nothing once the connection is gone. */
  send(text: string): void;
  /** Ends the connection when what was sent has left, and reads no further message. */
  end(ending: Ending): void;
  /** Ends the connection at once. */
  drop(): void;
}

/** Why a connection is ended: what a WebSocket closes with. */
export interface Ending {
  /** Status code of RFC 6455, section 7.4. */
  readonly code: number;
  /** At most 123 bytes. */
  readonly reason: string;
}
