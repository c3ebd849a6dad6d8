/** What a connection tells the client. */
export interface ConnectionSink {
  /** Messages can be sent. */
  opened(): void;
  /** One whole message arrived. */
  message(text: string): void;
  /** The connection is gone, or never came about, and why. Comes once; nothing follows it. */
  closed(reason: string): void;
}

/** A connection that carries whole messages. */
export interface MessageConnection {
  /** Sends one message; does nothing once the connection is gone. */
  send(text: string): void;
  /** Ends it. Nothing is reported any more. */
  close(): void;
}

/** Begins a connection. Never throws: failures are reported as `closed`. */
export type Connector = (sink: ConnectionSink) => MessageConnection;
