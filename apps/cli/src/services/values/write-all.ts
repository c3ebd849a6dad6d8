import type { Answered } from '../../ask.js';
import type { Context } from '../../context.js';
import type { ConnectionOptions } from '../../settings.js';
import { type HowToWrite, type Written, writeTargets } from '../write.js';
import { type DryRun, dryRun, writeRequests } from './dry-run.js';
import { type Meant, meantTargets } from './meant-targets.js';
import { planWrites } from './plan-writes.js';
import { meantOf } from './read-all.js';

export interface WriteAllOptions extends ConnectionOptions, Meant, HowToWrite {}

export interface WriteAllResult extends Answered {
  written: Written[];
}

/**
 * Writes the same to several places, one after the other, and stops at the first failure.
 *
 * @throws {UsageError} a value does not fit one of them; nothing is sent then.
 * @throws {BusError} a write failed.
 *
 * @example await writeAll({ units: '1-3', addresses: ['24'], values: ['95.0'], decimals: 1, port: '/dev/ttyUSB1' });
 */
export async function writeAll(options: WriteAllOptions, context: Context = {}): Promise<WriteAllResult> {
  const targets = await meantTargets(meantOf(options), (map, name) => map.pointsOf(name));
  const { written, answered } = await writeTargets(targets, options, options, context);
  const { port, framing, simulated, elapsed } = answered;
  return { port, framing, simulated, written, elapsed };
}

/** What `writeAll` would send; nothing is opened. */
export async function dryRunOfWrite(options: WriteAllOptions, context: Context = {}): Promise<DryRun> {
  const targets = await meantTargets(meantOf(options), (map, name) => map.pointsOf(name));
  const { values, fc, verify = false } = options;
  const requests = planWrites(targets, values, fc).flatMap(plan => writeRequests(plan, verify));
  return dryRun(requests, options, context);
}
