import { UsageError } from '@bus/line';
import { clearWatchdog, readWatchdog, readWatchdogStatus, writeWatchdog } from '../commands/watchdog.js';
import type { CallOptions, ModuleRequests } from './module-requests.js';

export interface WatchdogStatus {
  /** The host was silent for too long: outputs hold their safe values until `clear()`, even after a power cycle. */
  readonly tripped: boolean;
  /** Undefined when the status does not say: older firmware sets no bit, and a tripped watchdog may have stopped. */
  readonly enabled: boolean | undefined;
}

export interface WatchdogSettings {
  /** Undefined on older firmware, which does not say. */
  readonly enabled: boolean | undefined;
  /** Milliseconds of silence after which it trips. */
  readonly timeout: number;
}

const TRIPPED = 0x04;
const ENABLED = 0x80;

/**
 * The host watchdog: outputs go to their safe values when no host says `hostOk()` for too long.
 *
 * Say it more than twice as often as the shortest time-out on the line.
 */
export class Watchdog {
  readonly #requests: ModuleRequests;

  constructor(requests: ModuleRequests) {
    this.#requests = requests;
  }

  async status(options: CallOptions = {}): Promise<WatchdogStatus> {
    const { status } = await this.#host().ask(readWatchdogStatus, {}, options);
    const tripped = (status & TRIPPED) !== 0;
    const enabled = (status & ENABLED) !== 0;
    return { tripped, enabled: tripped && !enabled ? undefined : enabled };
  }

  /** Lets outputs be written again after the watchdog has tripped. They keep the safe values until then. */
  async clear(options: CallOptions = {}): Promise<void> {
    await this.#host().ask(clearWatchdog, {}, options);
  }

  async settings(options: CallOptions = {}): Promise<WatchdogSettings> {
    const answer = await this.#host().ask(readWatchdog, {}, options);
    return {
      enabled: 'enabled' in answer ? answer.enabled === 1 : undefined,
      timeout: answer.tenths * 100,
    };
  }

  /** Trips after `timeout` milliseconds without `hostOk()`: 100 to 25500, in steps of 100. */
  async enable(timeout: number, options: CallOptions = {}): Promise<void> {
    const tenths = timeout / 100;
    if (!(Number.isInteger(tenths) && tenths >= 1 && tenths <= 255))
      throw new UsageError(`the watchdog's time-out is 100 to 25500 ms in steps of 100, not ${timeout}`);
    await this.#host().ask(writeWatchdog, { enabled: 1, tenths }, options);
  }

  async disable(options: CallOptions = {}): Promise<void> {
    await this.#host().ask(writeWatchdog, { enabled: 0, tenths: 0 }, options);
  }

  /** @throws {UsageError} the family is known, and has another watchdog. */
  #host(): ModuleRequests {
    const family = this.#requests.knownFamily;
    if (family === undefined || family.hostWatchdog) return this.#requests;
    throw new UsageError(`the ${family.title} has no host watchdog with these commands`, {
      hint: 'Look its own up in the manual, and send them with command().',
    });
  }
}
