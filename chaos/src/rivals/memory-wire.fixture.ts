import type { WireEnd } from '../subject.js';

/** A wire for tests: what is said on it is said by the test, at once. */
export class MemoryWire implements WireEnd {
  readonly framing = 'rtu';
  readonly characterTime = 0;
  /** Everything that was written, in hexadecimal. */
  readonly written: string[] = [];
  /** Why it cannot be opened or written to. */
  refusal: Error | undefined;
  isOpen = false;
  #onData: (chunk: Uint8Array) => void = () => undefined;
  #onClosed: (error?: Error) => void = () => undefined;

  async open(onData: (chunk: Uint8Array) => void, onClosed: (error?: Error) => void): Promise<void> {
    if (this.refusal !== undefined) throw this.refusal;
    this.isOpen = true;
    this.#onData = onData;
    this.#onClosed = onClosed;
  }

  async write(bytes: Uint8Array): Promise<void> {
    if (this.refusal !== undefined) throw this.refusal;
    this.written.push(Buffer.from(bytes).toString('hex'));
  }

  async close(): Promise<void> {
    this.isOpen = false;
  }

  say(hex: string): void {
    this.#onData(Buffer.from(hex, 'hex'));
  }

  lose(): void {
    this.refusal = new Error('unplugged');
    this.isOpen = false;
    this.#onClosed(this.refusal);
  }
}
