import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { UsageError } from '@bus/line';
import { fromFolder } from '../config.js';
import { fault, type Located, placeOf } from '../document/located.js';
import { nearest } from '../document/nearest.js';
import { yamlDocument } from '../document/yaml-document.js';
import type { ConnectionOptions } from '../settings.js';
import type { GatewayPlan, PlannedLine, PlannedListener, PlannedRoute } from './gateway-plan.js';
import { gatewayShape } from './gateway-shape.js';

/**
 * Reads the file that describes a gateway.
 *
 * @param path seen from the working directory.
 * @throws {UsageError} it cannot be read, or something in it makes no sense: says file, line and column.
 */
export async function loadGatewayConfig(path: string): Promise<GatewayPlan> {
  let source: string;
  try {
    source = await readFile(path, 'utf8');
  } catch (error) {
    throw new UsageError(`${path} cannot be read: ${(error as Error).message}`, { cause: error });
  }
  return parseGatewayConfig(source, path);
}

/** @throws {UsageError} as `loadGatewayConfig` does; `path` is what the file is called in messages. */
export async function parseGatewayConfig(source: string, path: string): Promise<GatewayPlan> {
  const document = await yamlDocument(source, path);
  if (document === undefined) throw new UsageError(`${path} is empty`);
  const { listen, lines, routes, cache, ...others } = gatewayShape.read(document, '');
  const planned = Object.entries(lines).map(([name, { cache: own = cache, ...settings }]): PlannedLine => {
    return {
      name,
      settings: fromFolder(dirname(path), settings),
      ...(own === undefined ? {} : { cache: own }),
    };
  });
  return {
    ...others,
    listen: listen.map(each => ({ ...each, ...fromFolder(dirname(path), tlsFiles(each)) })),
    lines: planned,
    routes: plannedRoutes(routes, Object.keys(lines), document),
  };
}

/** The paths of a listener. */
function tlsFiles({ tlsCert, tlsKey, tlsCa }: PlannedListener): ConnectionOptions {
  const files = Object.entries({ tlsCert, tlsKey, tlsCa });
  return Object.fromEntries(files.filter(([, file]) => file !== undefined));
}

type ReadRoutes = ReturnType<typeof gatewayShape.read>['routes'];

function plannedRoutes(routes: ReadRoutes, names: readonly string[], document: Located): PlannedRoute[] {
  const taken = new Map<number, number>();
  return routes.flatMap(({ units, line, target }, index) => {
    const place = (key: string) => placeOf(document, 'routes', index, key);
    if (!names.includes(line)) {
      const near = nearest(line, names);
      const hint = near === undefined ? `The lines are ${names.join(', ')}.` : `It is spelt ${near}.`;
      throw fault(place('line'), `there is no line '${line}'`, { hint });
    }
    if (target !== undefined && units.length > 1)
      throw fault(place('target'), 'target goes with one unit or one range', {
        hint: 'Write a route for each range.',
      });
    for (const range of units) {
      const [first, last] = typeof range === 'number' ? [range, range] : range;
      for (let unit = first; unit <= last; unit += 1) {
        const other = taken.get(unit);
        if (other !== undefined)
          throw fault(place('units'), `unit ${unit} is in routes[${other}] and in routes[${index}]`);
        taken.set(unit, index);
      }
    }
    return units.map(range => ({ units: range, line, ...(target === undefined ? {} : { target }) }));
  });
}
