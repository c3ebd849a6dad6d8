import { UsageError } from '@bus/line';
import { type AsciiOptions, asciiFraming } from './ascii.js';
import { mbapFraming } from './mbap.js';
import type { ModbusFraming } from './modbus-framing.js';
import { rtuFraming } from './rtu.js';

/** A framing by name, or one of your own. */
export type FramingChoice = 'rtu' | 'ascii' | 'tcp' | ModbusFraming;

const tcp = mbapFraming();
let ascii: ModbusFraming | undefined;

/**
 * The framing that was chosen.
 *
 * @param options of ASCII.
 * @throws {UsageError} there is no framing of that name.
 */
export function chosenFraming(choice: FramingChoice, options?: AsciiOptions): ModbusFraming {
  switch (choice) {
    case 'rtu':
      return rtuFraming;
    case 'tcp':
      return tcp;
    case 'ascii':
      if (options !== undefined) return asciiFraming(options);
      ascii ??= asciiFraming();
      return ascii;
    default:
      if (typeof choice === 'object') return choice;
      throw new UsageError(`there is no framing '${choice as string}'`, {
        hint: "Say 'rtu', 'ascii' or 'tcp', or give a framing.",
      });
  }
}
