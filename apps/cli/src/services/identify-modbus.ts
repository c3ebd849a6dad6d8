import { formatHex } from '@bus/line';
import type { Connection } from '../connect.js';
import { askIdentity, type DeviceFact, type Identified } from './identify.js';

const NAMES = [
  'vendor',
  'product code',
  'revision',
  'vendor URL',
  'product',
  'model',
  'application',
] as const;
const LEVELS = ['basic', 'regular', 'extended'] as const;
/** The device serves single objects, too. */
const SINGLE = 0x80;

/** Function 17, and 43/14 on every level that the device has. */
export async function identifyModbus(
  { line, framing }: Connection,
  unit: number,
  signal: AbortSignal | undefined,
): Promise<Identified> {
  const { ModbusClient } = await import('@bus/modbus');
  const { identification } = new ModbusClient(line, { framing }).unit(unit);
  const call = signal === undefined ? {} : { signal };
  const found: Identified = { framing, unit, facts: [], answers: [] };
  // First, because a device that does not know 43/14 may stumble over its length and miss what follows.
  const report = await askIdentity(found, 'function 17', () => identification.serverId(call));
  const objects = new Map<number, Uint8Array>();
  let highest = 1;
  let single = false;
  let incomplete = false;
  for (const [index, level] of LEVELS.entries()) {
    if (index >= highest) break;
    const identity = await askIdentity(found, `function 43/14, ${level}`, () =>
      identification.read(level, call),
    );
    if (identity === undefined) {
      // A higher level may still be served.
      if (index === 0) break;
      incomplete = true;
      continue;
    }
    highest = Math.max(highest, identity.conformityLevel & ~SINGLE);
    single ||= (identity.conformityLevel & SINGLE) !== 0;
    for (const [id, value] of identity.objects) objects.set(id, value);
  }
  if (single && incomplete)
    for (const id of NAMES.keys()) {
      if (objects.has(id)) continue;
      const value = await askIdentity(found, `function 43/14, object ${id}`, () =>
        identification.object(id, call),
      );
      if (value !== undefined) objects.set(id, value);
    }
  found.facts.push(...[...objects].sort(([a], [b]) => a - b).map(factOf));
  if (report !== undefined) {
    found.facts.push({ name: 'server id', value: textOf(report.data) });
    if (report.running !== undefined)
      // Where the identifier ends is not transmitted.
      found.facts.push({
        name: 'run indicator, if the id is one byte',
        value: report.running ? 'on' : 'off',
      });
  }
  return found;
}

function factOf([id, value]: [number, Uint8Array]): DeviceFact {
  return { name: NAMES[id] ?? `object ${id}`, value: textOf(value) };
}

/** Text where it is text, without its padding; else the bytes. */
function textOf(bytes: Uint8Array): string {
  const text = String.fromCharCode(...bytes).replace(/[\0 ]+$/, '');
  return /^[ -~]+$/.test(text) ? text : formatHex(bytes);
}
