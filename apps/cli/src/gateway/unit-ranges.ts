import type { UnitRange } from '@bus/modbus/gateway';
import type { Kind } from '../document/kind.js';

const FORM = /^\s*(\d{1,3})\s*(?:-\s*(\d{1,3})\s*)?$/;

/** `1-10,12` as ranges; undefined when it is something else, or a number is above 255. */
export function unitRanges(text: string): UnitRange[] | undefined {
  const ranges: UnitRange[] = [];
  for (const part of text.split(',')) {
    const [, first, last] = FORM.exec(part) ?? [];
    const [from, to] = [Number(first), Number(last ?? first)];
    if (first === undefined || to > 255 || from > to) return undefined;
    ranges.push(last === undefined ? from : [from, to]);
  }
  return ranges;
}

/** Units in a file: `7`, `1-10` or `1-10,12`. */
export const units: Kind<UnitRange[]> = {
  wants: 'units from 0 to 255, such as 7, 1-10 or 1-10,12',
  read: value =>
    typeof value === 'string' || Number.isInteger(value) ? unitRanges(String(value)) : undefined,
  parse: unitRanges,
  schema: {
    oneOf: [
      { type: 'integer', minimum: 0, maximum: 255 },
      {
        type: 'string',
        pattern: '^\\s*\\d{1,3}\\s*(-\\s*\\d{1,3}\\s*)?(,\\s*\\d{1,3}\\s*(-\\s*\\d{1,3}\\s*)?)*$',
      },
    ],
  },
};
