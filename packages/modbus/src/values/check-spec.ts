import { UsageError } from '@bus/line';
import { checkInteger } from '../pdu/checks.js';
import { BYTE_ORDERS } from './byte-order.js';
import type { ValueSpec } from './value-spec.js';
import { type TypeTraits, VALUE_TYPES } from './value-types.js';

type Option = keyof ValueSpec;

const always: readonly Option[] = ['type', 'order', 'count'];
const whole: readonly Option[] = [...always, 'decimals', 'scale', 'offset', 'sentinels', 'exact'];

/** The options that mean something for each kind of type. */
const options: Readonly<Record<TypeTraits['kind'], readonly Option[]>> = {
  integer: whole,
  bcd: whole,
  float: [...always, 'sentinels', 'exact', 'allowInfinity'],
  string: [...always, 'length', 'encoding', 'pad', 'trim'],
  bits: always,
  bit: [...always, 'bit'],
};

/** @throws {UsageError} the type is unknown, or an option is unknown, does not apply to the type, or makes no sense. */
export function checkSpec(spec: ValueSpec): void {
  if (!Object.hasOwn(VALUE_TYPES, spec.type)) {
    throw new UsageError(`there is no type '${spec.type}'`, {
      hint: `The types are ${Object.keys(VALUE_TYPES).join(', ')}.`,
    });
  }
  const known = options[VALUE_TYPES[spec.type].kind];
  for (const [name, value] of Object.entries(spec)) {
    if (value === undefined || known.includes(name as Option)) continue;
    throw new UsageError(`'${name}' is not an option of ${spec.type}`, {
      hint: `Its options are ${known.slice(1).join(', ')}.`,
    });
  }
  if (spec.order !== undefined && !BYTE_ORDERS.includes(spec.order)) {
    throw new UsageError(`there is no byte order '${spec.order}'`, {
      hint: `The orders are ${BYTE_ORDERS.join(', ')}, for every width.`,
    });
  }
  if (spec.count !== undefined) checkInteger('count', spec.count, 1, 65_536);
  if (spec.length !== undefined) checkInteger('length', spec.length, 1, 65_536);
}
