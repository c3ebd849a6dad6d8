import { readSync, writeSync } from 'node:fs';
import type { Channel, ChannelEvents } from './channel.js';
import { drainWithinReason } from './drain-gate.js';
import { FrontPart } from './front-part.js';
import type { DescriptorWatcher, NativePort } from './load-binding.js';

const READABLE = 1;
const WRITABLE = 2;
/** More than a tty hands over in one read. */
const BUFFER_SIZE = 4096;
/** Milliseconds that a drain gets to notice that its output was thrown away. */
const DRAIN_GRACE = 500;

/**
 * A Unix tty by its descriptor. The descriptor does not block, so it is read and written at once, in the callback that
 * says that it is ready: no thread of Node's pool is asked, no promise made and no buffer allocated per chunk. So a read
 * is over before anybody else runs, and its bytes can go to where the owner wants them.
 */
export class DescriptorChannel implements Channel {
  readonly #port: NativePort;
  readonly #fd: number;
  readonly #watcher: DescriptorWatcher;
  readonly #characterTime: number;
  readonly #drains: boolean;
  /** For an owner who has no place for the bytes. */
  #buffer: Uint8Array | undefined;
  readonly #part = new FrontPart();
  #events: ChannelEvents | undefined;
  #watched = READABLE;
  #paused = false;
  #released = false;
  #onWritable: ((error?: Error) => void) | undefined;
  #writing: Promise<void> | undefined;

  /**
   * @param characterTime milliseconds.
   * @param drains false where nothing is transmitted: what a pseudo-terminal has taken is with the far side already.
   */
  constructor(
    port: NativePort & { fd: number; poller: DescriptorWatcher },
    characterTime: number,
    drains = true,
  ) {
    this.#port = port;
    this.#drains = drains;
    this.#fd = port.fd;
    this.#watcher = port.poller;
    this.#characterTime = characterTime;
  }

  start(events: ChannelEvents): void {
    this.#events = events;
    this.#watcher.on('readable', error => shielded(() => this.#readable(error)));
    this.#watcher.on('writable', error => shielded(() => this.#writable(error)));
    this.#watch();
  }

  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    this.#paused = false;
    this.#watch();
  }

  #readable(error: Error | null): void {
    if (this.#released) return;
    // The watcher's own words are about a descriptor; whatever it says, the device is not there any more.
    if (error) {
      this.#events?.ended(undefined);
      return;
    }
    // It was watched already when the pause began.
    if (this.#paused) {
      this.#watch();
      return;
    }
    const buffer = this.#events?.space?.() ?? this.#ownBuffer;
    const length = this.#read(buffer);
    if (length < 0) return;
    this.#watch();
    if (length > 0) this.#events?.data(this.#part.of(buffer, length));
  }

  get #ownBuffer(): Uint8Array {
    this.#buffer ??= new Uint8Array(BUFFER_SIZE);
    return this.#buffer;
  }

  /** The number of bytes that were there; -1 when the device is gone, which is then reported. */
  #read(buffer: Uint8Array): number {
    try {
      const length = readSync(this.#fd, buffer, 0, buffer.length, null);
      if (length > 0) return length;
      // Without input a tty says EAGAIN; an end of file is what it reads as once it was hung up.
      this.#events?.ended(undefined);
    } catch (error) {
      if (isRetry(error)) return 0;
      this.#events?.ended(error as Error);
    }
    return -1;
  }

  #writable(error: Error | null): void {
    const proceed = this.#onWritable;
    this.#onWritable = undefined;
    this.#watched = READABLE;
    if (this.#released) return;
    this.#watch();
    proceed?.(error ?? undefined);
  }

  /** The watcher stops after each event, and a new request replaces the former one: so always ask for all. */
  #watch(): void {
    const wanted = this.#paused ? this.#watched & ~READABLE : this.#watched;
    if (this.#released || wanted === 0) return;
    try {
      this.#watcher.poll(wanted);
    } catch (error) {
      this.#events?.ended(error as Error);
    }
  }

  write(bytes: Uint8Array): Promise<void> {
    return this.#writeFrom(bytes, 0);
  }

  /** Where nothing is drained, most writes are over at once. */
  send(bytes: Uint8Array, done: (error?: Error) => void): void {
    let sent: number;
    try {
      sent = this.#writeSome(bytes, 0);
    } catch (error) {
      done(error as Error);
      return;
    }
    if (sent === bytes.length && !this.#drains) done();
    else this.#writeFrom(bytes, sent).then(() => done(), done);
  }

  #writeFrom(bytes: Uint8Array, sent: number): Promise<void> {
    const writing = this.#writeRest(bytes, sent).finally(() => {
      this.#writing = undefined;
    });
    this.#writing = writing;
    return writing;
  }

  async #writeRest(bytes: Uint8Array, from: number): Promise<void> {
    let sent = from;
    while (sent < bytes.length) {
      const count = this.#writeSome(bytes, sent);
      sent += count;
      if (count === 0) await this.#room();
    }
    if (this.#drains) await drainWithinReason(() => this.#port.drain(), bytes.length * this.#characterTime);
  }

  #writeSome(bytes: Uint8Array, from: number): number {
    // Once it is closed, the number may belong to another file.
    if (this.#released) throw new Error('closed');
    try {
      return writeSync(this.#fd, bytes, from, bytes.length - from, null);
    } catch (error) {
      if (isRetry(error)) return 0;
      this.#events?.ended(error as Error);
      throw error;
    }
  }

  #room(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#onWritable = error => (error ? reject(error) : resolve());
      this.#watched = READABLE | WRITABLE;
      this.#watch();
    });
  }

  async release(): Promise<void> {
    this.#released = true;
    this.#watcher.removeAllListeners('readable');
    this.#watcher.removeAllListeners('writable');
    const writing = this.#writing;
    if (writing !== undefined) {
      this.#onWritable?.(new Error('closed'));
      // Output that flow control holds back would keep the drain, and with it the lock on the device, for ever.
      await this.#port.flush().catch(() => undefined);
      await settledWithin(writing, DRAIN_GRACE);
    }
    await this.#port.close().catch(() => undefined);
  }
}

/** An error that reaches the native part ends the process on the spot; thrown from here it is an ordinary uncaught one. */
function shielded(action: () => void): void {
  try {
    action();
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}

function isRetry(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return code === 'EAGAIN' || code === 'EWOULDBLOCK' || code === 'EINTR';
}

async function settledWithin(promise: Promise<unknown>, limit: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>(resolve => {
    timer = setTimeout(resolve, limit);
  });
  const settled = promise.then(
    () => undefined,
    () => undefined,
  );
  await Promise.race([settled, late]);
  clearTimeout(timer);
}
