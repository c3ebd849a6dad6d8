import { UsageError } from '@bus/line';
import { checkInteger } from '../pdu/checks.js';
import type { UnitRange } from './gateway-options.js';

/** What some clients may ask. What is left out holds for all. */
export interface AccessRule {
  /** Whether a client is meant, by its address without port; undefined where that is not known. */
  clients?: (address: string | undefined) => boolean;
  /** The roles in certificates that are meant. */
  roles?: readonly string[];
  /** Units as the clients call them. */
  units?: readonly UnitRange[];
  /** Function codes, 1..127. */
  functions?: readonly number[];
  /** Only what changes nothing; false by default. */
  readOnly?: boolean;
}

/** What is to be decided. */
export interface AccessQuestion {
  readonly peer: string | undefined;
  readonly role: string | undefined;
  readonly unit: number;
  readonly functionCode: number;
  /** False when the request may change something. */
  readonly reads: boolean;
}

/** @throws {UsageError} a rule is out of range. */
export function checkAccessRules(rules: readonly AccessRule[]): void {
  for (const { units = [], functions = [] } of rules) {
    for (const range of units) checkRangeOfUnits(range);
    for (const code of functions) checkInteger('function code', code, 1, 127);
  }
}

/** @throws {UsageError} a range of units is out of range, or backwards. */
export function checkRangeOfUnits(range: UnitRange): void {
  const [first, last] = boundsOf(range);
  checkInteger('unit', first, 0, 255);
  checkInteger('unit', last, 0, 255);
  if (last < first) throw new UsageError(`units ${first} to ${last}: the first must not be above the last`);
}

/** The first and the last unit of a range. */
export function boundsOf(range: UnitRange): readonly [first: number, last: number] {
  return typeof range === 'number' ? [range, range] : range;
}

/** Does one of the rules allow it? */
export function isAllowed(rules: readonly AccessRule[], question: AccessQuestion): boolean {
  const { peer, role, unit, functionCode, reads } = question;
  const address = addressOf(peer);
  return rules.some(
    ({ clients, roles, units, functions, readOnly = false }) =>
      (clients === undefined || clients(address)) &&
      (roles === undefined || (role !== undefined && roles.includes(role))) &&
      (units === undefined || units.some(range => within(unit, range))) &&
      (functions === undefined || functions.includes(functionCode)) &&
      (reads || !readOnly),
  );
}

function within(unit: number, range: UnitRange): boolean {
  const [first, last] = boundsOf(range);
  return unit >= first && unit <= last;
}

/** The address in `address:port` or `[address]:port`. */
export function addressOf(peer: string | undefined): string | undefined {
  return peer?.replace(/:\d+$/, '').replace(/^\[|\]$/g, '');
}
