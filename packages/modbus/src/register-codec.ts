import { UsageError } from '@bus/line';
import { compileRtuRules } from './framing/rtu.js';
import { checkInteger } from './pdu/checks.js';
import { addCodec, pduCodecs } from './pdu/codecs.js';
import type { AnyPduCodec } from './pdu/pdu-codec.js';

/**
 * Makes a function of your own known to the scanner, the trace and the server: user-defined codes are 65..72 and
 * 100..110, but any code that this package does not have may be taken.
 *
 * @throws {UsageError} the function code is out of range or taken, or a length rule makes no sense.
 *
 * @example registerCodec(myCodec);
 */
export function registerCodec(codec: AnyPduCodec): void {
  checkInteger('function code', codec.code, 1, 127);
  const known = pduCodecs.get(codec.code);
  if (known !== undefined) throw new UsageError(`function ${codec.code} is already known as ${known.name}`);
  try {
    compileRtuRules(new Map([[codec.code, codec]]));
  } catch (cause) {
    throw new UsageError(`the lengths of function ${codec.code}: ${(cause as Error).message}`, { cause });
  }
  addCodec(codec);
}
