import { UsageError } from '@bus/line';
import { asciiFraming } from '../framing/ascii.js';
import { mbapFraming } from '../framing/mbap.js';
import type { ModbusFraming } from '../framing/modbus-framing.js';
import { rtuFraming } from '../framing/rtu.js';
import type { FramingChoice } from '../modbus-client.js';

/** @throws {UsageError} there is no framing of that name. */
export function chosenFraming(choice: FramingChoice): ModbusFraming {
  if (typeof choice !== 'string') return choice;
  if (choice === 'ascii') return asciiFraming();
  if (choice === 'tcp') return mbapFraming();
  if (choice === 'rtu') return rtuFraming;
  throw new UsageError(`'${String(choice)}' is no framing`, { hint: "Known: 'rtu', 'ascii' and 'tcp'." });
}
