import { type Medium, type Transport, TransportError, type TransportSink, UsageError } from '@bus/line';
import type { Channel, Connect } from './channel.js';

/** One life of a transport: from `open` to the moment when the device is free again. */
interface Session {
  readonly sink: TransportSink;
  /** Ends the attempt to open; afterwards there is none. */
  abort: AbortController | undefined;
  channel: Channel | undefined;
  phase: 'opening' | 'open' | 'ending';
  /** True once `close` was called: nothing is reported any more. */
  silenced: boolean;
  /** Whom to tell of the end of the write that is under way. */
  writer: ((error?: Error) => void) | undefined;
  /** What the channel calls when a write has ended. */
  readonly written: (error?: unknown) => void;
  /** Settles when the device is free. Never rejects. */
  ended: Promise<void>;
}

/**
 * The life cycle that all transports share: who may call what when, and that `closed` is reported once at most. What
 * differs from medium to medium is the channel.
 */
export class ChannelTransport implements Transport {
  readonly medium: Medium;
  readonly #connect: Connect;
  readonly #discard: (() => Promise<void>) | undefined;
  #session: Session | undefined;

  /** @param discard frees what is there without an `open`, as an accepted connection is; called by a `close` without one. */
  constructor(medium: Medium, connect: Connect, discard?: () => Promise<void>) {
    this.medium = medium;
    this.#connect = connect;
    this.#discard = discard;
  }

  async open(sink: TransportSink): Promise<void> {
    if (this.#session) {
      const state = this.#session.phase === 'ending' ? 'is still being closed' : 'is open already';
      throw this.#error('open-failed', state);
    }
    const session: Session = {
      sink,
      abort: undefined,
      channel: undefined,
      phase: 'opening',
      silenced: false,
      writer: undefined,
      written: error => this.#endWrite(session, error),
      ended: Promise.resolve(),
    };
    this.#session = session;
    const opening = this.#begin(session);
    session.ended = opening.catch(() => undefined);
    await opening;
  }

  async #begin(session: Session): Promise<void> {
    const abort = new AbortController();
    session.abort = abort;
    try {
      session.channel = await this.#connect(abort.signal);
    } catch (error) {
      this.#session = undefined;
      throw error;
    }
    session.abort = undefined;
    if (session.silenced) {
      await session.channel.release();
      this.#session = undefined;
      throw this.#error('open-failed', 'was closed while it was being opened');
    }
    session.phase = 'open';
    session.channel.start({
      space: () => (session.phase === 'open' ? session.sink.space?.() : undefined),
      data: chunk => {
        if (session.phase === 'open') session.sink.data(chunk);
      },
      ended: cause => this.#lost(session, cause),
    });
  }

  write(bytes: Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      this.transmit(bytes, error => (error === undefined ? resolve() : reject(error)));
    });
  }

  transmit(bytes: Uint8Array, done: (error?: Error) => void): void {
    const session = this.#session;
    if (session?.phase !== 'open' || !session.channel) done(this.#error('closed', 'is not open'));
    else if (session.writer !== undefined) done(new UsageError(`${this.medium.name}: one write at a time`));
    else if (bytes.length === 0) done();
    else {
      session.writer = done;
      const { channel } = session;
      if (channel.send) channel.send(bytes, session.written);
      else channel.write(bytes).then(() => session.written(), session.written);
    }
  }

  /** A write has ended, unless the session's end has ended it before. */
  #endWrite(session: Session, error?: unknown): void {
    const { writer } = session;
    session.writer = undefined;
    if (error === undefined) writer?.();
    else writer?.(error instanceof TransportError ? error : this.#writeError(error));
  }

  pause(): void {
    if (this.#session?.phase === 'open') this.#session.channel?.pause?.();
  }

  resume(): void {
    if (this.#session?.phase === 'open') this.#session.channel?.resume?.();
  }

  #writeError(error: unknown): TransportError {
    return this.#error('write-failed', `could not be written to: ${(error as Error).message}`, error);
  }

  async close(): Promise<void> {
    const session = this.#session;
    if (!session) return await this.#discard?.();
    session.silenced = true;
    if (session.phase === 'opening') session.abort?.abort();
    if (session.phase === 'open') this.#end(session, this.#error('closed', 'was closed during a write'));
    // Is it ending already, then this waits for that, and nothing is reported.
    await session.ended;
  }

  #lost(session: Session, cause: Error | undefined): void {
    if (session.phase !== 'open') return;
    const reason = this.#error('disconnected', `is gone${cause ? `: ${cause.message}` : ''}`, cause);
    this.#end(session, this.#error('write-failed', 'was lost during a write', reason), reason);
  }

  /** Frees the device first and reports then, so that `closed` may open again at once. */
  #end(session: Session, writeError: TransportError, reason?: TransportError): void {
    session.phase = 'ending';
    const { writer } = session;
    session.writer = undefined;
    session.ended = session.channel!.release().then(() => {
      this.#session = undefined;
      if (reason && !session.silenced) session.sink.closed(reason);
    });
    // It may close the transport at once, and then waits for the end.
    writer?.(writeError);
  }

  #error(code: TransportError['code'], what: string, cause?: unknown): TransportError {
    return new TransportError(code, `${this.medium.name} ${what}`, {
      facts: { medium: this.medium.name },
      hint: (cause as { hint?: string } | undefined)?.hint,
      cause,
    });
  }
}
