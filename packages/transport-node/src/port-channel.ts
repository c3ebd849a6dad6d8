import type { Channel, ChannelEvents } from './channel.js';
import type { NativePort } from './load-binding.js';

const BUFFER_SIZE = 4096;

/**
 * A serial port by the calls that the native part offers on every platform; used where there is no descriptor (Windows).
 *
 * A read is under way all the time, in the system, and may still end while the port is being closed. So it goes to memory
 * of the channel's own and not to its owner's, which may serve another port by then.
 */
export class PortChannel implements Channel {
  readonly #port: NativePort;
  readonly #buffer = Buffer.alloc(BUFFER_SIZE);
  #released = false;
  #writing = false;
  /** Ends a pause. */
  #resume: (() => void) | undefined;
  #paused: Promise<void> | undefined;

  constructor(port: NativePort) {
    this.#port = port;
  }

  start(events: ChannelEvents): void {
    void this.#readAll(events);
  }

  async #readAll(events: ChannelEvents): Promise<void> {
    const view = new Uint8Array(this.#buffer.buffer, this.#buffer.byteOffset, BUFFER_SIZE);
    while (!this.#released) {
      let length: number;
      try {
        length = (await this.#port.read(this.#buffer, 0, BUFFER_SIZE)).bytesRead;
      } catch (error) {
        if (!this.#released) events.ended(error as Error);
        return;
      }
      if (this.#released) return;
      if (length === 0) return events.ended(undefined);
      events.data(view.subarray(0, length));
      if (this.#paused !== undefined) await this.#paused;
    }
  }

  pause(): void {
    this.#paused ??= new Promise(resolve => {
      this.#resume = resolve;
    });
  }

  resume(): void {
    this.#paused = undefined;
    this.#resume?.();
  }

  async write(bytes: Uint8Array): Promise<void> {
    this.#writing = true;
    try {
      await this.#port.write(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
      await this.#port.drain();
    } finally {
      this.#writing = false;
    }
  }

  async release(): Promise<void> {
    this.#released = true;
    this.resume();
    // Output that flow control holds back would keep the drain waiting for ever.
    if (this.#writing) await this.#port.flush().catch(() => undefined);
    await this.#port.close().catch(() => undefined);
  }
}
