import type { Clock, Transport } from '@bus/line';
import type { FramingName, WireEnd } from './subject.js';
import type { WireLog } from './wire-log.js';

interface PortParts {
  readonly framing: FramingName;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly log: WireLog;
  /** Called when a request begins to leave. */
  readonly onWrite: (bytes: Uint8Array) => void;
}

/** The asking end of a virtual line, as a client under test is given it; everything that passes is noted. */
export class Port implements WireEnd {
  readonly framing: FramingName;
  readonly characterTime: number;
  readonly #parts: PortParts;
  #open = false;

  constructor(parts: PortParts) {
    this.#parts = parts;
    this.framing = parts.framing;
    this.characterTime = parts.transport.medium.characterTime;
  }

  /** True while it can be used. */
  get isOpen(): boolean {
    return this.#open;
  }

  async open(onData: (chunk: Uint8Array) => void, onClosed: (error?: Error) => void): Promise<void> {
    await this.#parts.transport.open({
      data: chunk => {
        this.#note('delivered', chunk);
        onData(chunk.slice());
      },
      closed: reason => {
        this.#open = false;
        this.#note('closed', 'by the other side');
        onClosed(reason);
      },
    });
    this.#open = true;
    this.#note('opened', 'by the client');
  }

  write(bytes: Uint8Array): Promise<void> {
    const copy = bytes.slice();
    this.#note('asked', copy);
    this.#parts.onWrite(copy);
    return this.#parts.transport.write(copy);
  }

  close(): Promise<void> {
    if (this.#open) this.#note('closed', 'by the client');
    this.#open = false;
    return this.#parts.transport.close();
  }

  #note(what: 'asked' | 'delivered' | 'opened' | 'closed', content: Uint8Array | string): void {
    const { log, clock } = this.#parts;
    log.note(clock.now(), what, content);
  }
}
