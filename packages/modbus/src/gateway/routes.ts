import { UsageError } from '@bus/line';
import { BROADCAST } from '../modbus-exchange.js';
import { checkInteger } from '../pdu/checks.js';
import { boundsOf, checkRangeOfUnits } from './access-rules.js';
import type { GatewayRoute } from './gateway-options.js';
import type { GatewayPort } from './gateway-port.js';

/** Where a unit is. */
export interface Target {
  readonly port: GatewayPort;
  /** What it is called there. */
  readonly unit: number;
}

/**
 * Where each unit of the clients is.
 *
 * @throws {UsageError} a port has no such name, a unit is out of range or in two routes, or there are no routes.
 */
export function targetsOf(
  routes: readonly GatewayRoute[],
  ports: ReadonlyMap<string, GatewayPort>,
): ReadonlyMap<number, Target> {
  const targets = new Map<number, Target>();
  for (const { units, port: name, target } of routes) {
    checkRangeOfUnits(units);
    const port = ports.get(name);
    if (port === undefined)
      throw new UsageError(`there is no port '${name}' to route to`, {
        hint: `The ports are ${[...ports.keys()].join(', ')}.`,
      });
    const [first, last] = boundsOf(units);
    for (let unit = first; unit <= last; unit += 1) {
      if (targets.has(unit)) throw new UsageError(`unit ${unit} is in two routes`);
      targets.set(unit, { port, unit: targetUnit((target ?? first) + unit - first, port) });
    }
  }
  if (targets.size === 0) throw new UsageError('a gateway needs at least one route');
  return targets;
}

function targetUnit(unit: number, { framing, name }: GatewayPort): number {
  const first = framing.broadcasts ? 1 : 0;
  checkInteger(`a unit on ${name}`, unit, first, framing.maxUnit);
  if (framing.broadcasts && unit === BROADCAST)
    throw new UsageError(`unit 0 on ${name} is everybody, and no single unit`);
  return unit;
}
