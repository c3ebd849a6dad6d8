import { BusError, DeviceError, UsageError } from '@bus/line';
import { askLine, type LineAnswered } from '../ask-line.js';
import type { Context } from '../context.js';
import type { ConnectionOptions } from '../settings.js';
import { identifyDcon } from './identify-dcon.js';
import { identifyModbus } from './identify-modbus.js';

export interface IdentifyOptions extends ConnectionOptions {
  /** A Modbus unit: 1..247; 0..255 over Modbus TCP. */
  unit?: number;
  /** Or a DCON module: two hexadecimal digits. */
  dcon?: string;
  /** DCON: `off` and then `on` are tried when absent. */
  checksum?: 'off' | 'on';
}

/** One fact that a device tells of itself. */
export interface DeviceFact {
  /** `vendor`, `product code`, … */
  name: string;
  value: string;
}

/** One question and what came of it. */
export interface IdentityAnswer {
  /** `function 17`, `$022`, … */
  asked: string;
  /** `refused` by the device, `silent`, or `unclear`: something came that makes no sense. */
  outcome: 'answered' | 'refused' | 'silent' | 'unclear';
  /** Why there is no answer. */
  reason?: string;
}

/** What was found out on the line. */
export interface Identified {
  framing: string;
  unit: number;
  /** DCON: two hexadecimal digits. */
  address?: string;
  facts: DeviceFact[];
  answers: IdentityAnswer[];
  /** The failure to report when nobody answered at all. */
  failure?: BusError;
}

export interface IdentifyResult extends LineAnswered, Omit<Identified, 'failure'> {
  /** The device in a few words; absent when it tells nothing. */
  device?: string;
}

/**
 * Asks a device what it is, with everything that it may understand: functions 17 and 43/14, or `$AAM`, `$AAF` and
 * `$AA2` of DCON. Nothing of it changes anything.
 *
 * @throws {BusError} not one of the questions was answered, not even by a refusal.
 *
 * @example const { device, facts } = await identify({ unit: 1, port: '/dev/ttyUSB1' });
 */
export async function identify(options: IdentifyOptions, context: Context = {}): Promise<IdentifyResult> {
  const { unit, dcon, checksum, ...settings } = options;
  if ((unit === undefined) === (dcon === undefined))
    throw new UsageError('it is not clear whom to ask', {
      hint: 'Give --slave 1 for a Modbus unit, or --dcon 02 for a DCON module.',
    });
  const describe = (framing: string) =>
    unit === undefined ? `dcon ${dcon}, identify` : `${framing} unit ${unit}, identify`;
  const protocol = unit === undefined ? 'dcon' : 'modbus';
  const { answer, answered } = await askLine({ protocol, describe }, settings, context, connection =>
    unit === undefined
      ? identifyDcon(connection, dcon!, checksum, context.signal)
      : identifyModbus(connection, unit, context.signal),
  );
  const { failure, ...found } = answer;
  if (failure !== undefined && found.answers.every(({ outcome }) => outcome === 'silent')) throw failure;
  const device = found.facts.slice(0, 3).map(({ value }) => value);
  return { ...answered, ...found, ...(device.length === 0 ? {} : { device: device.join(' ') }) };
}

/**
 * Asks one question; undefined when it was not answered.
 *
 * @throws {BusError} the port failed, or the call was given up.
 */
export async function askIdentity<T>(
  found: Identified,
  asked: string,
  question: () => Promise<T>,
): Promise<T | undefined> {
  try {
    const value = await question();
    found.answers.push({ asked, outcome: 'answered' });
    return value;
  } catch (error) {
    if (!(error instanceof BusError) || error instanceof UsageError) throw error;
    if (
      ['aborted', 'open-failed', 'disconnected', 'closed', 'write-failed', 'driver-missing'].includes(
        error.code,
      )
    )
      throw error;
    found.failure = error;
    const outcome =
      error instanceof DeviceError ? 'refused' : error.code === 'no-reply' ? 'silent' : 'unclear';
    found.answers.push({ asked, outcome, reason: error.message });
    return undefined;
  }
}
