import { fromRegister, toRegister } from '@bus/modbus';
import { formatValue } from './format-values.js';
import type { Reading, Single } from './services/values/reading.js';

/** A reading as it is printed: its values are themselves, or texts in their place. */
export type Shown = <R extends object>(reading: R) => R;

/** What is said of the values of a reading. */
export interface Saying {
  hex?: boolean | undefined;
  csv?: boolean | undefined;
  type?: unknown;
  signed?: boolean | undefined;
  scale?: unknown;
  offset?: unknown;
  map?: unknown;
}

/**
 * Chooses how values are printed: in hexadecimal when told; on a terminal, where nobody said whether registers are signed,
 * both ways; else as they are.
 *
 * @param isTerminal whether people read it. What programs read has one value in each place.
 */
export function shownAs({ hex, csv, type, signed, scale, offset, map }: Saying, isTerminal: boolean): Shown {
  if (hex) return asHex;
  const said = csv || signed || [type, scale, offset, map].some(each => each !== undefined);
  return isTerminal && !said ? bothWays : reading => reading;
}

/** Registers as they are: `0x0304`. */
const asHex: Shown = reading =>
  withTexts(reading, value =>
    typeof value === 'number' ? `0x${value.toString(16).toUpperCase().padStart(4, '0')}` : value,
  );

/** Registers above 32767 with the negative number that they may be meant to be: `65535 (-1)`, or `6550.8 (-2.8)`. */
const bothWays: Shown = reading =>
  withTexts(reading, (value, { decimals, type }) => {
    if (typeof value !== 'number' || type !== 'uint16') return value;
    const register = toRegister(value, { decimals });
    if (register < 0x8000) return value;
    const signed = fromRegister(register, { decimals, signed: true });
    return `${formatValue(value, { decimals })} (${formatValue(signed, { decimals })})`;
  });

function withTexts<R extends object>(reading: R, textOf: (value: Single, reading: Reading) => Single): R {
  if (!('values' in reading) || !Array.isArray(reading.values)) return reading;
  return { ...reading, values: reading.values.map(value => textOf(value, reading as never)) };
}
