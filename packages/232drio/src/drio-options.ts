import { UsageError } from '@bus/line';
import type { DrioMode } from './drio-command.js';
import type { UpperBits } from './drio-exchange.js';
import { QUIET } from './drio-framing.js';
import type { InputPolarity } from './drio-state.js';

export interface DrioOptions {
  /** `harsh` has every data byte followed by its complement; `normal` by default. */
  mode?: DrioMode;
  /** `active-high` by default: bit 2 is 1 when voltage is at the input. The manual contradicts itself here. */
  inputPolarity?: InputPolarity;
  /** Read the relays back after each set and compare; true by default. */
  verify?: boolean;
  /** Further sets when the relays are not as ordered; 1 by default. */
  setRetries?: number;
  /** Milliseconds that the line rests after a set, 10 by default: the longest operate time of a relay. */
  settle?: number;
  /** Milliseconds within which the answer must begin, 100 by default. */
  timeout?: number;
  /** Milliseconds of silence that must follow an answer before it counts; 20 by default, 2 characters at least. */
  quiet?: number;
  /** Milliseconds of silence before each command; 2 characters, and at least 2 ms, by default. */
  gap?: number;
  /** Ask until two answers in a row are equal, at most 4 times; false by default. */
  readTwice?: boolean;
  /** What to do with an answer that has any of bits 3 to 7 set: `refuse` it (the default), or `ignore` those bits. */
  upperBits?: UpperBits;
}

/** The options with every default filled in. */
export type DrioSettings = Required<Omit<DrioOptions, 'gap'>> & Pick<DrioOptions, 'gap'>;

const defaults: Required<Omit<DrioOptions, 'gap'>> = {
  mode: 'normal',
  inputPolarity: 'active-high',
  verify: true,
  setRetries: 1,
  settle: 10,
  timeout: 100,
  quiet: QUIET,
  readTwice: false,
  upperBits: 'refuse',
};

const choices = {
  mode: ['normal', 'harsh'],
  inputPolarity: ['active-high', 'active-low'],
  verify: [true, false],
  readTwice: [true, false],
  upperBits: ['refuse', 'ignore'],
} as const;

/**
 * Fills the defaults in and checks the rest.
 *
 * @throws {UsageError} an option is unknown or makes no sense.
 */
export function drioSettings(options: DrioOptions): DrioSettings {
  for (const name of Object.keys(options)) {
    if (!(name in defaults) && name !== 'gap') {
      throw new UsageError(`a 232DRIO client has no option '${name}'`, {
        hint: `The options are ${Object.keys(defaults).join(', ')} and gap.`,
      });
    }
  }
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  const settings: DrioSettings = { ...defaults, ...given };
  for (const [name, allowed] of Object.entries(choices) as [keyof typeof choices, readonly unknown[]][]) {
    if (!allowed.includes(settings[name]))
      throw new UsageError(`${name} must be ${allowed.join(' or ')}, not ${String(settings[name])}`);
  }
  checkNumbers(settings);
  return settings;
}

function checkNumbers({ setRetries, settle, timeout, quiet, gap = 0 }: DrioSettings): void {
  if (!(Number.isInteger(setRetries) && setRetries >= 0))
    throw new UsageError(`setRetries must be 0 or more, not ${setRetries}`);
  if (!(timeout > 0 && timeout < 2 ** 30))
    throw new UsageError(`timeout must be more than 0 ms, not ${timeout}`);
  for (const [name, time] of Object.entries({ settle, quiet, gap })) {
    if (!(time >= 0 && time < 2 ** 30)) throw new UsageError(`${name} must be 0 ms or more, not ${time}`);
  }
}
