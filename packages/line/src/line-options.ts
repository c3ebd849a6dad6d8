import { type Clock, systemClock } from './clock.js';
import type { ReconnectOptions } from './connection.js';
import type { DeadUnitOptions } from './dead-units.js';
import type { EchoMode } from './echo.js';
import { UsageError } from './errors.js';

export interface LineOptions {
  /** Milliseconds to wait for an answer, from the last byte sent; 1000 by default. */
  timeout?: number;
  /** Further attempts of a repeatable exchange; 1 by default. What is not repeatable is never repeated. */
  retries?: number;
  /** Does the adaptor hear what it sends? `false` by default. */
  echo?: EchoMode;
  /**
   * Milliseconds after the time-out during which an answer is still reckoned with. By default twice the time-out, the time that
   * the longest answer takes on the wire, and 20 for an adaptor that keeps its end back.
   */
  lateWindow?: number;
  /**
   * Questions that may be open at once where the framing tells answers apart (Modbus TCP); 'auto' (the default) begins
   * with 16 and falls to 1 when the peer does not cope. A serial line always has one.
   */
  inFlight?: number | 'auto';
  /** Ask units that stay silent less often; off by default. Calls that are not sent count as `skipped`. */
  deadUnits?: DeadUnitOptions;
  /**
   * Milliseconds without work after which the port is closed, so that others may use it; the next call opens it again.
   * 0: after each call. Absent: it stays open.
   */
  idleClose?: number;
  /** How a lost connection is sought again; from 100 ms to 10 s by default, `false`: only when somebody asks. */
  reconnect?: false | ReconnectOptions;
  /** What becomes of calls while the connection is lost: they fail at once (the default), are held, or only writes are held. */
  onLoss?: 'fail' | 'hold' | 'hold-writes';
  /** Milliseconds that a call is held at most; 60 000 by default. */
  holdTime?: number;
  clock?: Clock;
  /** Source of jitter, 0 ≤ x < 1. */
  random?: () => number;
}

type Optional = 'lateWindow' | 'deadUnits' | 'idleClose';

/** The options with every default filled in. */
export type LineSettings = Required<Omit<LineOptions, Optional>> & Pick<LineOptions, Optional>;

const lineDefaults: Required<Omit<LineOptions, Optional>> = {
  timeout: 1000,
  retries: 1,
  echo: false,
  inFlight: 'auto',
  reconnect: {},
  onLoss: 'fail',
  holdTime: 60_000,
  clock: systemClock,
  random: Math.random,
};

/**
 * Fills the defaults in and checks the rest.
 *
 * @throws {UsageError} an option is unknown or makes no sense.
 */
export function lineSettings(options: LineOptions): LineSettings {
  checkNames(options);
  const settings = { ...lineDefaults, ...withoutUndefined(options) };
  checkOptions(settings);
  return settings;
}

function withoutUndefined<T extends object>(options: T): Partial<T> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Partial<T>;
}

const optionalNames: ReadonlySet<string> = new Set<Optional>(['lateWindow', 'deadUnits', 'idleClose']);

/** A misspelt option would otherwise be ignored in silence. */
function checkNames(options: object): void {
  for (const name of Object.keys(options)) {
    if (!(name in lineDefaults) && !optionalNames.has(name)) {
      throw new UsageError(`a line has no option '${name}'`, {
        hint: `The options are ${[...Object.keys(lineDefaults), ...optionalNames].join(', ')}.`,
      });
    }
  }
}

function checkOptions(options: LineSettings): void {
  checkTimes(options);
  const { inFlight, deadUnits } = options;
  if (deadUnits !== undefined && !(deadUnits.after >= 1 && deadUnits.retryEvery > 0)) {
    throw new UsageError(
      'deadUnits needs `after` of 1 or more calls and `retryEvery` of more than 0 milliseconds',
    );
  }
  if (inFlight !== 'auto' && !(Number.isInteger(inFlight) && inFlight >= 1 && inFlight <= 4096)) {
    throw new UsageError(`inFlight must be 'auto' or a whole number from 1 to 4096, not ${inFlight}`);
  }
  for (const [name, value] of Object.entries({
    lateWindow: options.lateWindow ?? 0,
    holdTime: options.holdTime,
    idleClose: options.idleClose ?? 0,
  })) {
    if (!(value >= 0))
      throw new UsageError(`${name} must be a number of milliseconds, 0 or more, not ${value}`);
  }
}

/** @throws {UsageError} a time or number of retries makes no sense. */
export function checkTimes({ timeout, retries }: { timeout: number; retries: number }): void {
  if (!(timeout > 0 && timeout < 2 ** 31))
    throw new UsageError(`timeout must be more than 0 milliseconds, not ${timeout}`);
  if (!(Number.isInteger(retries) && retries >= 0))
    throw new UsageError(`retries must be 0 or more, not ${retries}`);
}
