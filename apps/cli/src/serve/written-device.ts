import { UsageError } from '@bus/line';
import { nearest } from '../document/nearest.js';

/** What is built in, with the address that it has when none is given. */
const KINDS = { 'temperature-controller': 1, 'remote-io': 2, dcon: 2, drio: 0 } as const;

export type DeviceKind = keyof typeof KINDS;

/** A device as the command line writes it. */
export interface WrittenDevice {
  readonly kind: DeviceKind;
  /** Of a DCON module: `7044`. */
  readonly model: string | undefined;
  readonly unit: number;
}

const kinds = Object.keys(KINDS) as DeviceKind[];

/**
 * Reads `temperature-controller`, `remote-io@5`, `dcon:7044@0A` or `drio`. Addresses of DCON modules are hexadecimal, all
 * others decimal.
 *
 * @throws {UsageError} there is no such device, or its address is none.
 */
export function parseDevice(text: string): WrittenDevice {
  const [, name = '', model, address] = /^([^:@]+)(?::([^@]+))?(?:@(.+))?$/.exec(text) ?? [];
  const kind = kinds.find(known => known === name);
  if (kind === undefined) {
    const near = nearest(name, kinds);
    throw new UsageError(`there is no device '${text}'`, {
      hint:
        near === undefined
          ? `There are ${kinds.join(', ')}: for instance dcon:7044@02.`
          : `Did you mean ${near}?`,
    });
  }
  if ((kind === 'dcon') !== (model !== undefined))
    throw new UsageError(kind === 'dcon' ? `'${text}' names no model` : `'${text}': ${kind} has no models`, {
      hint: kind === 'dcon' ? 'Write dcon:7044, or dcon:7017@03.' : `Write ${kind}, or ${kind}@5.`,
    });
  return { kind, model, unit: address === undefined ? KINDS[kind] : addressOf(kind, address, text) };
}

function addressOf(kind: DeviceKind, address: string, text: string): number {
  if (kind === 'drio') throw new UsageError('a 232DRIO has no address', { hint: 'Write drio.' });
  if (kind === 'dcon') {
    if (/^[0-9a-f]{2}$/i.test(address)) return Number.parseInt(address, 16);
    throw new UsageError(`'${text}': the address of a module is two hexadecimal digits`);
  }
  const unit = /^\d{1,3}$/.test(address) ? Number(address) : 0;
  if (unit < 1 || unit > 247) throw new UsageError(`'${text}': the address must be 1 to 247`);
  return unit;
}
