import { UsageError } from '@bus/line';
import {
  bitMasks,
  decodeValue,
  encodeValue,
  type InputOf,
  type MaskWriteRegister,
  RegisterContentError,
  registersOf,
  type ValueSpec,
} from '@bus/modbus';
import { brokenLimit } from '../../device-map/broken-limit.js';
import {
  checkKnown,
  checkReadable,
  knows,
  type WriteFunction,
  writeFunctions,
} from '../../device-map/point-functions.js';
import { parseState, splitValues } from '../../written-values.js';
import type { Single } from './reading.js';
import { describePlace, isBits, type Target } from './target.js';

/** A write that is known to fit. */
export interface WritePlan {
  readonly target: Target;
  readonly functionCode: WriteFunction;
  /** What the registers or bits become. */
  readonly raw: readonly number[] | readonly boolean[];
  /** Of a bit of a register: what becomes of all of its bits. Functions 6 and 16 need the register read for that. */
  readonly mask?: Pick<MaskWriteRegister, 'andMask' | 'orMask'>;
  /** What that means: what was given, rounded to what fits. */
  readonly values: Single[];
}

/**
 * Finds out what is to be sent, and whether it fits.
 *
 * @param given decimal digits, texts, or `on` and `off`. All but texts may hold several, separated by commas.
 * @throws {UsageError} a value does not fit, the place cannot be written, or the function does not write it.
 */
export function planWrite(target: Target, given: readonly string[], fc?: WriteFunction): WritePlan {
  if (target.table === 'input' || target.table === 'discrete') {
    throw new UsageError(`${describePlace(target)} can only be read`, {
      hint: 'Holding registers and coils can be written.',
    });
  }
  // What has no name comes from the command line, which may write whatever can be written.
  if (target.name !== undefined && target.writable !== true) {
    throw new UsageError(`${target.name} is not writable, as its device map says`, {
      hint: 'Say `writable: true` there, if it is meant to be written.',
    });
  }
  const plan = planOf(target, given, fc);
  for (const value of plan.values) checkLimits(target, value);
  return plan;
}

function planOf(target: Target, given: readonly string[], fc?: WriteFunction): WritePlan {
  if (isBits(target.table)) return planCoils(target, given, fc);
  return target.spec?.type === 'bit' ? planBit(target, given, fc) : planRegisters(target, given, fc);
}

function checkLimits(target: Target, value: Single): void {
  if (typeof value !== 'number' && typeof value !== 'bigint') return;
  const broken = brokenLimit(target, value);
  if (broken === undefined) return;
  const { name, min, max } = target;
  throw new UsageError(
    `${value} is ${broken === 'min' ? `less than ${min}` : `more than ${max}`}, the limit of ${name}`,
  );
}

function planCoils(target: Target, given: readonly string[], fc?: WriteFunction): WritePlan {
  const bits = splitValues(given).map(text => parseState(text));
  checkCount(target.count, bits.length);
  const place = { ...target, size: bits.length };
  return { target: place, functionCode: chooseFunction('coil', place, fc), raw: bits, values: bits };
}

/** One bit: function 22 changes it in the device; 6 and 16 write all of the register, and are only used when named. */
function planBit(target: Target, given: readonly string[], fc: WriteFunction = 22): WritePlan {
  const { count, ...one } = target.spec ?? { type: 'bit' };
  const states = splitValues(given).map(text => parseState(text, 'a bit of a register'));
  if (states.length !== 1 || (count ?? 1) !== 1)
    throw new UsageError(
      `one bit of one register is written at a time, not ${Math.max(states.length, count ?? 1)}`,
    );
  if (fc === 5 || fc === 15)
    throw new UsageError(`function ${fc} does not write registers: use 22, or 6 or 16 to rewrite all of it`);
  if (fc === 22 && !knows(target, 22) && (knows(target, 6) || knows(target, 16)))
    throw new UsageError(`${target.device} does not know function 22, which changes single bits`, {
      hint: REWRITE,
    });
  checkKnown(target, fc, 'written');
  if (fc !== 22) checkReadable(target);
  const mask = bitMasks(states[0]!, { ...one, type: 'bit' });
  return { target, functionCode: fc, raw: [mask.orMask], mask, values: states };
}

/** What to do where function 22 is not known. */
export const REWRITE =
  '--fc 6 (or 16) reads the register, changes the bit, and writes all of it back: what the device changes in between is lost.';

function planRegisters(target: Target, given: readonly string[], fc?: WriteFunction): WritePlan {
  const spec = target.spec ?? { type: 'uint16' };
  const texts = spec.type === 'string' ? [...given] : splitValues(given, spec.decimals);
  checkCount(spec.count, texts.length);
  const element = elementOf(spec);
  const raw = texts.flatMap(text => encodeValue(inputOf(text, element), element));
  const place = { ...target, size: raw.length };
  const functionCode = chooseFunction('register', place, fc);
  const width = registersOf(element);
  const values = texts.map((text, index) =>
    meaningOf(raw.slice(index * width, (index + 1) * width), element, text),
  );
  return { target: place, functionCode, raw, values };
}

/** What is written, as it would be read. */
function meaningOf(registers: readonly number[], spec: ValueSpec, text: string): Single {
  try {
    return decodeValue(registers, spec) as Single;
  } catch (error) {
    if (!(error instanceof RegisterContentError)) throw error;
    throw new UsageError(`${text} cannot be told as a value: ${error.message}`, {
      hint: 'Write the whole number that the registers hold, without decimals, scale and offset.',
      cause: error,
    });
  }
}

/** The spec of a single value. */
function elementOf({ count: _, ...spec }: ValueSpec): ValueSpec {
  return spec;
}

function inputOf(text: string, spec: ValueSpec): InputOf<ValueSpec> {
  if (/^0x[\da-f]+$/i.test(text) && isPlainInteger(spec)) return BigInt(text) as InputOf<ValueSpec>;
  if (spec.type !== 'bits') return text as InputOf<ValueSpec>;
  const digits = text.replace(/[\s_]/g, '');
  if (!/^[01]{16}$/.test(digits))
    throw new UsageError(`bits are written as 16 digits, bit 15 first, not '${text}'`);
  return [...digits].reverse().map(digit => digit === '1') as InputOf<ValueSpec>;
}

/** A whole number that stands in its registers as it is. */
const isPlainInteger = ({ type, decimals, scale, offset }: ValueSpec) =>
  /^u?int/.test(type) && !decimals && scale === undefined && offset === undefined;

function checkCount(expected: number | undefined, count: number): void {
  if (expected !== undefined && expected !== count)
    throw new UsageError(`${expected} values are expected there, not ${count}`);
}

/** The function that is named; else the usual one of those that the device knows. */
function chooseFunction(item: 'register' | 'coil', place: Target, chosen?: WriteFunction): WriteFunction {
  const [one, several] = item === 'coil' ? ([5, 15] as const) : ([6, 16] as const);
  if (chosen !== undefined && chosen !== one && chosen !== several)
    throw new UsageError(`function ${chosen} does not write ${item}s: use ${one} or ${several}`);
  if (chosen === one && place.size !== 1)
    throw new UsageError(`function ${one} writes one ${item}, not ${place.size}: use ${several}`);
  const fitting = writeFunctions(place);
  const functionCode = chosen ?? fitting.find(code => knows(place, code)) ?? fitting[0]!;
  checkKnown(place, functionCode, 'written');
  return functionCode;
}
