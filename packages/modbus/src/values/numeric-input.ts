import { UsageError } from '@bus/line';
import type { NumericInput } from './value-spec.js';

/** @throws {UsageError} not something that may hold a number. NaN and infinities have the right type. */
export function numericInput(value: unknown): NumericInput {
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'string') return value;
  throw new UsageError(`a number was expected, not ${value === null ? 'null' : typeof value}`);
}
