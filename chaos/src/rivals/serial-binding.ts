import type { WireEnd } from '../subject.js';

/** What the `serialport` package asks of a binding: the part of it that speaks to the operating system. */
interface Binding {
  list(): Promise<readonly never[]>;
  open(options: object): Promise<WirePort>;
}

/**
 * The operating system's part of a serial port, over a wire: everything above it is the real `serialport`.
 *
 * @example
 * const port = new SerialPort({ path: 'chaos', baudRate: 19200, binding: serialBinding(wire) });
 */
export function serialBinding(wire: WireEnd): Binding {
  return {
    list: async () => [],
    open: async options => {
      const port = new WirePort(wire, options);
      await port.open();
      return port;
    },
  };
}

interface PendingRead {
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/** An open port, as the bindings of `serialport` for Linux behave: reads wait, writes are taken over at once. */
class WirePort {
  readonly openOptions: object;
  isOpen = true;
  readonly #wire: WireEnd;
  #heard: Buffer = Buffer.alloc(0);
  #pending: PendingRead | undefined;
  #lost = false;
  /** What the system has taken over leaves in order. */
  #sending: Promise<unknown> = Promise.resolve();

  constructor(wire: WireEnd, openOptions: object) {
    this.#wire = wire;
    this.openOptions = openOptions;
  }

  open(): Promise<void> {
    return this.#wire.open(
      chunk => {
        this.#heard = Buffer.concat([this.#heard, chunk]);
        this.#wake();
      },
      () => {
        this.#lost = true;
        this.#wake();
      },
    );
  }

  async read(buffer: Buffer, offset: number, length: number): Promise<{ buffer: Buffer; bytesRead: number }> {
    this.#checkOpen();
    if (this.#heard.length === 0 && !this.#lost)
      await new Promise<void>((resolve, reject) => {
        this.#pending = { resolve, reject };
      });
    if (this.#heard.length === 0) throw this.#lost ? gone('read') : canceled();
    const bytesRead = this.#heard.copy(buffer, offset, 0, length);
    this.#heard = this.#heard.subarray(bytesRead);
    return { buffer, bytesRead };
  }

  async write(buffer: Buffer): Promise<void> {
    this.#checkOpen();
    if (this.#lost) throw gone('write');
    const bytes = Uint8Array.from(buffer);
    // The system has the bytes now; when they are lost with the port, nobody is told.
    this.#sending = this.#sending.then(() => this.#wire.write(bytes)).catch(() => undefined);
  }

  async drain(): Promise<void> {
    this.#checkOpen();
    await this.#sending;
  }

  async flush(): Promise<void> {
    this.#checkOpen();
    this.#heard = Buffer.alloc(0);
  }

  async close(): Promise<void> {
    this.#checkOpen();
    this.isOpen = false;
    this.#pending?.reject(canceled());
    this.#pending = undefined;
    await this.#wire.close();
  }

  #wake(): void {
    this.#pending?.resolve();
    this.#pending = undefined;
  }

  #checkOpen(): void {
    if (!this.isOpen) throw new Error('Port is not open');
  }
}

/** What the system says of a port that was unplugged. */
function gone(operation: 'read' | 'write'): Error {
  return Object.assign(new Error(`EIO: i/o error, ${operation}`), { code: 'EIO' });
}

/** How bindings say that a port was closed on purpose. */
function canceled(): Error {
  return Object.assign(new Error('Canceled'), { canceled: true });
}
