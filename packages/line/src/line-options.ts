import { type Clock, systemClock } from './clock.js';
import type { ReconnectOptions } from './connection.js';
import type { EchoMode } from './echo.js';
import { UsageError } from './errors.js';

export interface LineOptions {
  /** Milliseconds to wait for an answer, from the last byte sent; 1000 by default. */
  timeout?: number;
  /** Further attempts of a repeatable exchange; 1 by default. What is not repeatable is never repeated. */
  retries?: number;
  /** Does the adaptor hear what it sends? `false` by default. */
  echo?: EchoMode;
  /** Milliseconds during which the answer to a question that was given up is still reckoned with; twice the time-out by default. */
  lateWindow?: number;
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

/** The options with every default filled in. */
export type LineSettings = Required<Omit<LineOptions, 'lateWindow'>> & Pick<LineOptions, 'lateWindow'>;

const lineDefaults: Required<Omit<LineOptions, 'lateWindow'>> = {
  timeout: 1000,
  retries: 1,
  echo: false,
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

/** A misspelt option would otherwise be ignored in silence. */
function checkNames(options: object): void {
  for (const name of Object.keys(options)) {
    if (!(name in lineDefaults) && name !== 'lateWindow') {
      throw new UsageError(`a line has no option '${name}'`, {
        hint: `The options are ${Object.keys(lineDefaults).join(', ')} and lateWindow.`,
      });
    }
  }
}

function checkOptions(options: LineSettings): void {
  checkTimes(options);
  for (const [name, value] of Object.entries({
    lateWindow: options.lateWindow ?? 0,
    holdTime: options.holdTime,
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
