import type { Channel, ChannelEvents } from './channel.js';
import type { NativePort } from './load-binding.js';
import { preciseTime, type WaitableTime } from './precise-time.js';
import type { Rs485Settings } from './rs485.js';

/**
 * A serial port whose RTS line switches the driver of an RS-485 line: on from before the first start bit until after the
 * last stop bit of each write.
 *
 * ```
 *          delayBefore                       delayAfter
 * RTS  ___/‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾\___
 * line              | byte | byte | … | byte |
 * ```
 */
export class Rs485Channel implements Channel {
  readonly #channel: Channel;
  readonly #port: NativePort;
  readonly #settings: Required<Rs485Settings>;
  readonly #characterTime: number;
  readonly #time: WaitableTime;
  #released = false;
  /** The latest switching of the driver. Never rejects. */
  #driven: Promise<void> = Promise.resolve();

  constructor(
    channel: Channel,
    port: NativePort,
    settings: Required<Rs485Settings>,
    characterTime: number,
    time: WaitableTime = preciseTime,
  ) {
    this.#channel = channel;
    this.#port = port;
    this.#settings = settings;
    this.#characterTime = characterTime;
    this.#time = time;
  }

  start(events: ChannelEvents): void {
    this.#channel.start(events);
  }

  /** Switches the driver, once it was switched before: threads of Node's pool may overtake each other. */
  drive(on: boolean): Promise<void> {
    // What is not named would be cleared, and DTR may feed the adapter.
    const rts = on === (this.#settings.rtsOnSend === 'high');
    const driven = this.#driven.then(() =>
      this.#port.set({ brk: false, cts: false, dsr: false, dtr: true, rts }),
    );
    this.#driven = driven.catch(() => undefined);
    return driven;
  }

  async write(bytes: Uint8Array): Promise<void> {
    const { delayBefore, delayAfter } = this.#settings;
    try {
      await this.drive(true);
      await this.#time.until(this.#time.now() + delayBefore);
      if (this.#released) throw new Error('closed');
      const started = this.#time.now();
      await this.#channel.write(bytes);
      // With USB the drain ends when the adapter has the bytes, and not when the line has.
      const sent = Math.max(this.#time.now(), started + bytes.length * this.#characterTime);
      await this.#time.until(sent + delayAfter);
    } finally {
      if (!this.#released) await this.drive(false);
    }
  }

  pause(): void {
    this.#channel.pause?.();
  }

  resume(): void {
    this.#channel.resume?.();
  }

  async release(): Promise<void> {
    this.#released = true;
    // Others can speak then, even while flow control or a dead adapter holds the rest up.
    await this.drive(false).catch(() => undefined);
    await this.#channel.release();
  }
}
