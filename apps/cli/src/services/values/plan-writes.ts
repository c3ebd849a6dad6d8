import { UsageError } from '@bus/line';
import type { WriteFunction } from '../../device-map/point-functions.js';
import { describePlace, type Target } from './target.js';
import { planWrite, type WritePlan } from './write-plan.js';

/**
 * Finds out what is to be sent to several places, and whether it fits.
 *
 * @throws {UsageError} as `planWrite` does; or two places share a register or a coil, which the second would overwrite.
 */
export function planWrites(
  targets: readonly Target[],
  values: readonly string[],
  fc?: WriteFunction,
): WritePlan[] {
  const plans = targets.map(target => planWrite(target, values, fc));
  for (const [index, { target }] of plans.entries()) {
    const other = plans.slice(0, index).find(before => overlap(before.target, target))?.target;
    if (other === undefined) continue;
    throw new UsageError(
      `${describePlace(target)} of unit ${target.unit} would overwrite what ${describePlace(other)} becomes`,
      {
        hint: 'All of the values go to each place, from its address on. For values in a row name the first: --reg 24 --value 1 2.',
      },
    );
  }
  return plans;
}

/** Two bits of one register lie beside each other. */
function overlap(a: Target, b: Target): boolean {
  if (a.unit !== b.unit || a.table !== b.table) return false;
  if (a.address >= b.address + b.size || b.address >= a.address + a.size) return false;
  return a.spec?.bit === undefined || b.spec?.bit === undefined || a.spec.bit === b.spec.bit;
}
