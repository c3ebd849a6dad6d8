import { UsageError } from '@bus/line';
import { type Answered, ask } from '../ask.js';
import type { Context } from '../context.js';
import type { WriteFunction } from '../device-map/point-functions.js';
import type { ConnectionOptions } from '../settings.js';
import { isBroadcast, performWrite, type Rewritten, verifyWrite } from './values/perform-write.js';
import { planWrites } from './values/plan-writes.js';
import type { Reading } from './values/reading.js';
import { aboutReading } from './values/reading.js';
import { describePlace, given, type Target, targetsOf, type ValueOptions } from './values/target.js';
import type { WritePlan } from './values/write-plan.js';

export type { WriteFunction } from '../device-map/point-functions.js';
export type WriteTable = 'holding' | 'coil';

export interface HowToWrite {
  /**
   * Decimal digits for registers, texts for strings; `on`, `off`, `true`, `false`, `1` or `0` for coils. All but texts may
   * hold several, separated by commas. They stay text up to the registers, so that no digit is lost.
   */
  values: readonly string[];
  /**
   * 16 (the default) or 6 for registers; 5 or 15 for coils, by default 5 for one and 15 for several; 22 (the default) for
   * a bit of a register, which 6 and 16 read, change, and write back. What a map says of the device decides, too.
   */
  fc?: WriteFunction;
  /** Reads back what was written, and fails when it is something else; false by default. */
  verify?: boolean;
}

export interface WriteOptions extends ConnectionOptions, Omit<ValueOptions, 'count'>, HowToWrite {
  /** 1..247, or 0 for a broadcast to all; 0..255 over Modbus TCP. */
  unit: number;
  /** 0..65535, or a text as manuals print it. */
  address: number | string;
  /** Of an address that does not say it; `holding` by default. */
  table?: WriteTable;
}

/** What was written to one place: `values` are what the device will show, rounded to what fits. */
export interface Written extends Omit<Reading, 'functionCode'> {
  functionCode: WriteFunction;
  /** True when it was sent to all units, none of which confirms it. */
  broadcast: boolean;
  /** True when it was read back and is as it was written. */
  verified: boolean;
  /** The whole register, where a bit of it was changed by reading it and writing it back. */
  rewritten?: Rewritten;
}

export interface WriteResult extends Answered, Written {}

/**
 * Writes registers or coils of one device, or of all.
 *
 * @throws {ReplyError} `wrong-echo`: with `verify`, something else was read back.
 * @throws {BusError} see `exitCodes` for all its codes.
 *
 * @example await write({ unit: 1, address: 24, values: ['95.0'], decimals: 1, port: '/dev/ttyUSB1' });
 */
export async function write(options: WriteOptions, context: Context = {}): Promise<WriteResult> {
  const { unit, address, table, type, order, decimals, signed, scale, offset } = options;
  const { length, encoding, bit } = options;
  const value = { type, order, decimals, signed, scale, offset, length, encoding, bit };
  const [target] = targetsOf({ units: [unit], addresses: [address], ...given({ table, ...value }) });
  const { written, answered } = await writeTargets([target!], options, options, context);
  const { port, framing, simulated, elapsed } = answered;
  return { port, framing, simulated, ...written[0]!, elapsed };
}

/**
 * Writes the same to several places, one after the other, and stops at the first failure.
 *
 * @throws {UsageError} a value does not fit one of them; nothing is sent then.
 * @throws {BusError} a write failed.
 */
export async function writeTargets(
  targets: readonly Target[],
  { values, fc, verify = false }: HowToWrite,
  settings: ConnectionOptions,
  context: Context,
): Promise<{ written: Written[]; answered: Answered }> {
  const plans = planWrites(targets, values, fc);
  const call = { signal: context.signal };
  const { answer, answered } = await ask(
    describePlans(plans),
    settings,
    context,
    async (client, connection) => {
      const { framing } = connection;
      if (verify && plans.some(({ target }) => isBroadcast(target.unit, framing)))
        throw new UsageError('a broadcast cannot be verified: nobody answers it');
      if (plans.some(each => isBroadcast(each.target.unit, framing) && each.mask && each.functionCode !== 22))
        throw new UsageError('a broadcast cannot change a bit by reading the register: nobody answers it');
      const written: Written[] = [];
      for (const plan of plans) {
        const rewritten = await performWrite(client, plan, call);
        if (verify) await verifyWrite(client, plan, call);
        const broadcast = isBroadcast(plan.target.unit, framing);
        written.push({ ...writtenOf(plan, broadcast, verify), ...given({ rewritten }) });
      }
      return written;
    },
  );
  return { written: answer, answered };
}

function writtenOf(
  { target, functionCode, values }: WritePlan,
  broadcast: boolean,
  verified: boolean,
): Written {
  const one = values.length === 1 ? { value: values[0]! } : {};
  return { ...aboutReading(target), functionCode, values, ...one, broadcast, verified };
}

function describePlans(plans: readonly WritePlan[]): string {
  const [first] = plans;
  return plans.length === 1 && first !== undefined
    ? `unit ${first.target.unit}, ${describePlace(first.target)}, FC${first.functionCode}`
    : `${plans.length} places`;
}
