import type { ConnectionSink, Connector } from './connector.js';

interface Asked {
  readonly id: number;
  readonly method: string;
  readonly params: Record<string, unknown>;
}

/** One attempt of the client to connect. */
export class FakeConnection {
  readonly asked: Asked[] = [];
  readonly #sink: ConnectionSink;
  /** False once the client has given it up. */
  wanted = true;

  constructor(sink: ConnectionSink) {
    this.#sink = sink;
  }

  get methods(): string[] {
    return this.asked.map(({ method }) => method);
  }

  get last(): Asked {
    return this.asked.at(-1)!;
  }

  open(): void {
    this.#sink.opened();
  }

  fail(reason: string): void {
    this.#sink.closed(reason);
  }

  says(message: unknown): void {
    this.#sink.message(typeof message === 'string' ? message : JSON.stringify(message));
  }

  answer(result: unknown, { id } = this.last): void {
    this.says({ jsonrpc: '2.0', id, result });
  }

  refuse(code: number, message: string, { id } = this.last as { readonly id: number | null }): void {
    this.says({ jsonrpc: '2.0', id, error: { code, message } });
  }
}

/** Stands in for a server, and keeps the client's attempts. */
export class FakeServer {
  readonly attempts: FakeConnection[] = [];

  readonly connector: Connector = sink => {
    const connection = new FakeConnection(sink);
    this.attempts.push(connection);
    return {
      send: text => connection.asked.push(JSON.parse(text) as Asked),
      close: () => {
        connection.wanted = false;
      },
    };
  };

  get latest(): FakeConnection {
    return this.attempts.at(-1)!;
  }
}
