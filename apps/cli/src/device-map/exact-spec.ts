import type { ValueSpec } from '@bus/modbus';

/** The spec of scaled registers of 64 bits asks for exactness: digits that a number cannot hold are refused, and never made up. */
export function exactSpec(spec: ValueSpec): ValueSpec {
  const long = /64$/.test(spec.type) && spec.type !== 'float64';
  return long && (spec.decimals || spec.scale !== undefined || spec.offset !== undefined)
    ? { ...spec, exact: true }
    : spec;
}
