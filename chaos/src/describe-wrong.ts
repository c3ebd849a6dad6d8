import type { CellResult } from './run-matrix.js';
import type { WrongValue } from './tally.js';

/** A wrong value, what led to it, and how to see it again. */
export function describeWrong(cell: CellResult, wrong: WrongValue, seed: number): string {
  const { client, framing, fault, callers } = cell;
  const { block, exchange, question, got, right, events } = wrong;
  const { kind, unit, address, quantity, value } = question;
  const asked = `${kind}, unit ${unit}, address ${address}, quantity ${quantity}${value === undefined ? '' : `, value ${value}`}`;
  return [
    `WRONG: ${client} / ${framing} / ${fault} / ${callers} callers, seed ${seed}, block ${block}, exchange ${exchange}`,
    `  asked    ${asked}`,
    `  got      ${got}`,
    `  right    ${right}`,
    ...events.map(({ time, what, text }) => `  ${time.toFixed(2).padStart(12)}  ${what.padEnd(9)} ${text}`),
    `  again:   npm run chaos -- --seed ${seed} --client '${client}' --only ${framing} --fault '${fault}' --callers ${callers} --block ${block} --exchanges 500`,
  ].join('\n');
}
