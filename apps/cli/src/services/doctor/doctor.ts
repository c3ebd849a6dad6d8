import { arch, release, type } from 'node:os';
import { AbortedError, BusError, UsageError } from '@bus/line';
import { connect } from '../../connect.js';
import type { Context } from '../../context.js';
import type { CharacterFormat } from '../../diagnose/character-format.js';
import type { Finding } from '../../diagnose/finding.js';
import { rawPort } from '../../raw-port.js';
import type { ConnectionOptions } from '../../settings.js';
import { streamLine } from '../../stream-line.js';
import { machine } from '../../system/machine.js';
import type { System } from '../../system/system.js';
import { askUnit, listen } from './line-findings.js';
import { loadDriver } from './load-driver.js';
import { testLoopback } from './loopback.js';
import { driverFinding, portFindings, type Versions, versionFindings } from './machine-findings.js';

export interface DoctorOptions extends ConnectionOptions {
  /** What the program calls itself. */
  version?: string;
  /** TX and RX of the port are joined: sends bytes and looks whether they come back. */
  loopback?: boolean;
  /** Or the port at the other end of a cable. */
  loopbackTo?: string;
  /** Milliseconds to listen to others. */
  listen?: number;
  /** A Modbus unit to ask. */
  ask?: number;
}

export interface FindingEvent extends Finding {
  event: 'finding';
}

export interface DoctorSummary {
  event: 'summary';
  /** Findings by what they are. */
  ok: number;
  warnings: number;
  problems: number;
  unknown: number;
  /** The check of the first problem. */
  firstProblem?: string;
}

export type DoctorEvent = FindingEvent | DoctorSummary;

/** What is looked at, replaced in tests. */
export interface Patient {
  readonly system: System;
  readonly versions: Versions;
  loadDriver(): Promise<{ version: string | undefined }>;
}

/**
 * Looks for whatever keeps serial lines from working: on the machine, and with `loopback`, `listen` and `ask` on the
 * line. Each finding says how sure it is, and what to do. When the signal fires, the summary is of what was found so far.
 *
 * @throws {UsageError} options contradict each other, or the port is not serial.
 *
 * @example for await (const event of doctor({ ask: 1, port: '/dev/ttyUSB1' })) console.log(event);
 */
export async function* doctor(
  options: DoctorOptions,
  context: Context = {},
  patient: Patient = thisMachine(options.version),
): AsyncGenerator<DoctorEvent, DoctorSummary> {
  checkOptions(options);
  const summary: DoctorSummary = { event: 'summary', ok: 0, warnings: 0, problems: 0, unknown: 0 };
  try {
    for await (const finding of findings(options, context, patient)) {
      count(summary, finding);
      yield { event: 'finding', ...finding };
    }
  } catch (error) {
    // What was found until then is worth knowing.
    if (!(error instanceof AbortedError) || context.signal?.aborted !== true) throw error;
  }
  yield summary;
  return summary;
}

function checkOptions({ loopback = false, loopbackTo, listen: time, ask }: DoctorOptions): void {
  if (ask !== undefined && !(Number.isInteger(ask) && ask >= 0 && ask <= 255))
    throw new UsageError(`there is no unit ${ask} to ask`, { hint: 'Units are 1 to 247.' });
  if ((loopback || loopbackTo !== undefined) && (time !== undefined || ask !== undefined))
    throw new UsageError('a loop has nobody to listen to or to ask', {
      hint: 'Run the loopback test without --listen and --ask.',
    });
  if (loopback && loopbackTo !== undefined)
    throw new UsageError('--loopback joins a port with itself, --loopback-to with another: give one of them');
}

async function* findings(
  options: DoctorOptions,
  context: Context,
  { system, versions, loadDriver: load }: Patient,
): AsyncGenerator<Finding, void> {
  yield* versionFindings(versions);
  yield await driverFinding(load);
  const { loopback, loopbackTo, listen: time, ask, version: _, ...settings } = options;
  const list = context.listPorts ?? (await import('@bus/transport-node')).listPorts;
  const ports = await portFindings(system, await list(), serialPath(settings.port));
  yield* ports;
  if (ports.some(({ check }) => check === 'port')) return;
  try {
    if (loopback || loopbackTo !== undefined) yield* await testLoopback(settings, loopbackTo, context);
    if (time !== undefined || ask !== undefined) yield* onLine(settings, { time, ask }, context);
  } catch (error) {
    // A port that does not open is a finding.
    if (!(error instanceof BusError) || error.code === 'bad-argument' || error.code === 'aborted')
      throw error;
    const { message: text, hint } = error;
    const finding = { check: 'port', status: 'problem', sure: 'certain', text } as const;
    yield hint === undefined ? finding : { ...finding, advice: hint };
  }
}

/** The path of a port that is named, where it is a serial one. */
function serialPath(port: string | undefined): string | undefined {
  const path = port?.replace(/^(rtu|ascii):/, '').replace(/\?.*$/, '');
  return path === undefined || /^[a-z+]+:/.test(path) ? undefined : path;
}

async function* onLine(
  settings: ConnectionOptions,
  { time, ask }: { time: number | undefined; ask: number | undefined },
  context: Context,
): AsyncGenerator<Finding, void> {
  const format = await formatOf(settings, context);
  const asking = { protocol: 'modbus' as const, describe: () => 'doctor', lateWindow: 0 };
  yield* streamLine(asking, settings, context, async function* (connection) {
    if (ask === 0 && connection.framing !== 'tcp')
      throw new UsageError('unit 0 is all devices of a line, and none of them answers', {
        hint: 'Ask one: --ask 1.',
      });
    if (time !== undefined) yield* await listen(connection, time, format, context.signal);
    if (ask !== undefined) yield* await askUnit(connection, ask, format, context.signal);
  });
}

/** How a line that is not serial would be set makes no difference to what is looked at there. */
async function formatOf(settings: ConnectionOptions, context: Context): Promise<CharacterFormat> {
  const { line } = await connect(settings, context);
  if (line.medium.characterTime > 0) return (await rawPort(settings, context)).format;
  return { baudRate: 19_200, dataBits: 8, parity: 'none', stopBits: 1 };
}

function count(summary: DoctorSummary, { status, check }: Finding): void {
  if (status === 'ok') summary.ok += 1;
  else if (status === 'warning') summary.warnings += 1;
  else if (status === 'unknown') summary.unknown += 1;
  else {
    summary.problems += 1;
    summary.firstProblem ??= check;
  }
}

function thisMachine(bus = 'as a library'): Patient {
  const os = `${type()} ${release()} ${arch()}`;
  return { system: machine(), versions: { node: process.versions.node, bus, os }, loadDriver };
}
