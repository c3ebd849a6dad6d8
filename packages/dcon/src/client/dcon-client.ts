import { AbortedError, FOREIGN, type Line, TimeoutError, TransportError, UsageError } from '@bus/line';
import { BROADCASTS, HOST_OK, SYNCHRONIZE } from '../commands/broadcast.js';
import { dconFraming } from '../framing.js';
import { frameOf } from '../wire/frame-text.js';
import { DconModule } from './dcon-module.js';
import { type Identity, identify } from './identify.js';
import { type CallOptions, type ModuleOptions, ModuleRequests } from './module-requests.js';

export interface BroadcastOptions {
  /** Modules whose checksum is on hear only what carries one, and the others only what carries none. `false` by default. */
  checksum?: boolean;
  signal?: AbortSignal;
}

export interface ScanOptions extends CallOptions {
  /** Addresses to try; 1 to 255 by default. */
  addresses?: Iterable<number>;
  /** Called before each address. */
  onProgress?: (address: number) => void;
  /** Called when something answers that cannot be understood, such as two modules at once, or falls silent. Without it, the scan ends there. */
  onProblem?: (address: number, error: unknown) => void;
}

/** Broadcasts belong to no unit; this is none of the addresses 0..255. */
export const BROADCAST_UNIT = 256;
/** Milliseconds that modules are given to latch their inputs; 2 are needed. */
const TURNAROUND = 3;

/**
 * The asking side of DCON on a line that it shares with whoever else uses it.
 *
 * @example
 * const client = new DconClient(line);
 * await client.module(2, { family: '7044' }).outputs.set(2, true);
 */
export class DconClient {
  readonly line: Line;

  constructor(line: Line) {
    this.line = line;
  }

  /**
   * The module with this address, 0..255. A module in INIT mode is at address 0 and answers with the one that it has
   * stored.
   *
   * @throws {UsageError} no such address, or no such family.
   */
  module(address: number, options: ModuleOptions = {}): DconModule {
    return new DconModule(this.line, address, options);
  }

  /** Tells every module to latch its inputs now; then read them with `synchronized()`. Nobody answers. */
  synchronize(options: BroadcastOptions = {}): Promise<void> {
    return this.#broadcast(SYNCHRONIZE, options);
  }

  /** Restarts the watchdog of every module. Nobody answers. */
  hostOk(options: BroadcastOptions = {}): Promise<void> {
    return this.#broadcast(HOST_OK, options);
  }

  /**
   * Looks for modules: asks each address for its name, without a checksum and then with one. Where nobody
   * is, that takes six times the time-out, because an answer may be late: pass a short `timeout`, such as 100.
   */
  async *scan({
    addresses = oneTo(255),
    onProgress,
    onProblem,
    ...call
  }: ScanOptions = {}): AsyncGenerator<Identity> {
    for (const address of addresses) {
      onProgress?.(address);
      let requests: ModuleRequests | undefined;
      try {
        requests = new ModuleRequests(this.line, address, { checksum: 'auto' });
        yield await identify(requests, { retries: 0, ...call });
      } catch (error) {
        // Once its checksum setting is known, somebody has answered: a later silence is not that of an empty address.
        const nobody = requests?.checksum === undefined;
        if (nobody && error instanceof TimeoutError && error.code === 'no-reply') continue;
        if (onProblem === undefined || error instanceof TransportError || error instanceof AbortedError)
          throw error;
        onProblem(address, error);
      }
    }
  }

  async #broadcast(text: string, { checksum = false, signal }: BroadcastOptions): Promise<void> {
    if (typeof checksum !== 'boolean') throw new UsageError('a broadcast carries a checksum or it does not');
    const framing = dconFraming({ checksum });
    await this.line.exchange<void>(
      {
        label: `all modules, ${BROADCASTS.get(text)}`,
        unit: BROADCAST_UNIT,
        request: frameOf(text, checksum),
        framing,
        repeatable: true,
        expectations: [],
        replyShape: 'dcon broadcast',
        turnaround: TURNAROUND,
        unanswered: undefined,
        accept: () => FOREIGN,
      },
      signal === undefined ? {} : { signal },
    );
  }

  /** Closes the line, for everybody who uses it. */
  close(): Promise<void> {
    return this.line.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}

function* oneTo(last: number): Generator<number> {
  for (let address = 1; address <= last; address += 1) yield address;
}
