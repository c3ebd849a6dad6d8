import { AbortedError, UsageError } from '@bus/line';
import { breather } from '../../breather.js';
import type { Connection } from '../../connect.js';
import type { Context } from '../../context.js';
import type { ConnectionOptions } from '../../settings.js';
import { streamLine } from '../../stream-line.js';
import type { ReadTable } from '../read.js';
import { findRanges } from './find-ranges.js';
import type { RegisterRange, RegistersSummary, ScanRegistersEvent, TableSummary } from './register-events.js';
import type { OnProgress } from './scan-progress.js';
import type { TableProbe } from './table-probe.js';

export interface ScanRegistersOptions extends ConnectionOptions {
  /** 1..247; 0..255 over Modbus TCP. */
  unit: number;
  /** All four by default. */
  tables?: readonly ReadTable[];
  /** First and last address, 0..65535; 0 and 999 by default. */
  from?: number;
  to?: number;
  /** Where nothing was found, only each `step`-th address is asked; 1 by default, which overlooks nothing. */
  step?: number;
  /** Most addresses in one request; what the protocol allows by default. */
  most?: number;
}

const allTables: readonly ReadTable[] = ['holding', 'input', 'coil', 'discrete'];
const LAST = 65_535;

/**
 * Finds which registers and bits a device has, by reading them: whole stretches at once, and by bisection where one
 * ends. Ranges are yielded as they are found, the summary at the end; when the context's signal fires, it says that the
 * scan is not complete.
 *
 * @throws {UsageError} an option makes no sense.
 * @throws {TimeoutError} the device does not answer, or no longer.
 *
 * @example for await (const event of scanRegisters({ unit: 1, to: 299, port: '/dev/ttyUSB1' })) console.log(event);
 */
export async function* scanRegisters(
  options: ScanRegistersOptions,
  context: Context = {},
  onProgress: OnProgress = () => undefined,
): AsyncGenerator<ScanRegistersEvent, RegistersSummary> {
  const { unit, tables = allTables, from = 0, to = 999, step = 1, most, ...settings } = options;
  checkRange('from', from, 0, LAST);
  checkRange('to', to, from, LAST);
  checkRange('step', step, 1, LAST);
  if (most !== undefined) checkRange('most', most, 1, 2000);
  const summaries: TableSummary[] = [];
  const scan: TablesScan = { ...{ unit, tables, from, to, step, most }, context, onProgress, summaries };
  const asking = {
    protocol: 'modbus' as const,
    describe: (framing: string) => `${framing} unit ${unit}, scan registers`,
  };
  const {
    answered,
    framing,
    summary: complete,
  } = yield* streamLine(asking, settings, context, connection => scanTables(connection, scan));
  const requests = summaries.reduce((sum, table) => sum + table.requests, 0);
  const summary: RegistersSummary = {
    ...{ event: 'summary', ...answered, framing, unit, from, to, step },
    ...{ tables: summaries, requests, complete },
  };
  yield summary;
  return summary;
}

interface TablesScan {
  readonly unit: number;
  readonly tables: readonly ReadTable[];
  readonly from: number;
  readonly to: number;
  readonly step: number;
  readonly most: number | undefined;
  readonly context: Context;
  readonly onProgress: OnProgress;
  /** Filled in on the way. */
  readonly summaries: TableSummary[];
}

/** @returns false when it was given up. */
async function* scanTables(
  connection: Connection,
  scan: TablesScan,
): AsyncGenerator<RegisterRange | TableSummary, boolean> {
  const { unit, tables, context, summaries } = scan;
  const { ModbusClient } = await import('@bus/modbus');
  const { TableProbe, UnknownTable } = await import('./table-probe.js');
  const device = new ModbusClient(connection.line, { framing: connection.framing }).unit(unit);
  for (const [index, table] of tables.entries()) {
    const probe = new TableProbe(connection.line, device, table, context.signal);
    const summary: TableSummary = {
      ...{ event: 'table', table, supported: true, addresses: 0, requests: 0, complete: false },
    };
    summaries.push(summary);
    try {
      yield* scanTable(probe, scan, index, summary);
    } catch (error) {
      if (error instanceof AbortedError) return false;
      if (!(error instanceof UnknownTable)) throw error;
      summary.supported = false;
    } finally {
      summary.requests = probe.requests;
    }
    summary.complete = true;
    yield summary;
  }
  return true;
}

async function* scanTable(
  probe: TableProbe,
  { from, to, step, most = LAST, tables, onProgress, summaries }: TablesScan,
  index: number,
  summary: TableSummary,
): AsyncGenerator<RegisterRange, void> {
  const { table } = summary;
  const size = to - from + 1;
  const breathe = breather();
  const ask = async (address: number, count: number) => {
    await breathe();
    const found = summaries.reduce((sum, { addresses }) => sum + addresses, 0);
    onProgress({
      done: index * size + (address - from),
      total: tables.length * size,
      found,
      where: `${table} ${address}`,
    });
    return probe.probe(address, count);
  };
  const limit = table === 'coil' || table === 'discrete' ? 2000 : 125;
  const finding = findRanges({ from, to, step, most: Math.min(most, limit), probe: ask });
  for (;;) {
    const { done, value } = await finding.next();
    if (done) {
      if (value.limit !== undefined) summary.limit = value.limit;
      return;
    }
    if (value.readable) summary.addresses += value.to - value.from + 1;
    const reason = value.readable || probe.reason === undefined ? {} : { reason: probe.reason };
    yield { event: 'range', table, ...value, ...reason };
  }
}

function checkRange(name: string, value: number, min: number, max: number): void {
  if (Number.isInteger(value) && value >= min && value <= max) return;
  throw new UsageError(`${name} must be a whole number from ${min} to ${max}, not ${value}`);
}
