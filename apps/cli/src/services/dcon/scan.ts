import { AbortedError, BusError, UsageError } from '@bus/line';
import { askLine } from '../../ask-line.js';
import { type Connection, connect } from '../../connect.js';
import type { Context } from '../../context.js';
import { formatDconAddress } from '../../dcon-address.js';
import { type DconIdentity, identityJson } from './info.js';
import { type ScanRange, scanPlan } from './scan-plan.js';

/** A module that was found. */
export interface FoundModule extends DconIdentity {
  /** Where it answers: 00 in INIT mode, whatever it has stored. */
  address: string;
  /** The speed at which it answers; absent where the line has none. */
  baud?: number;
  /** Whether it was asked with a checksum. */
  framing: 'dcon' | 'dcon+checksum';
}

/** Something answers, but not so that it can be understood: two modules at once, or a module of something else. */
export interface ScanProblem {
  address: string;
  baud?: number;
  code: string;
  message: string;
}

export interface DconScanResult {
  port: string;
  simulated: boolean;
  modules: FoundModule[];
  problems: ScanProblem[];
  /** False when it was given up before the end. */
  complete: boolean;
  /** Milliseconds. */
  elapsed: number;
}

/** How far a scan is. */
export interface ScanProgress {
  /** Addresses that are through, of all speeds. */
  readonly done: number;
  readonly total: number;
  readonly found: number;
  /** What is asked now. */
  readonly address: string;
  readonly baud: number | undefined;
}

/** The longest exchange of a scan: `$AAM` and the name, in characters, with a margin. */
const CHARACTERS = 16;
/** Milliseconds that a module may take to begin: the vendor's library waits as long. */
const ANSWER_TIME = 100;

/**
 * Looks for modules: every address, without a checksum and then with one, at every speed. Nothing is asked but name,
 * configuration and firmware, none of which a module could take for a command that changes something, whatever its
 * checksum setting. When the context's signal fires, what was found so far is returned.
 *
 * @throws {UsageError} an address or a speed makes no sense.
 * @throws {TransportError} the port failed.
 *
 * @example const { modules } = await dconScan({ addresses: '00-0F', bauds: [9600], port: '/dev/ttyUSB1' });
 */
export async function dconScan(
  options: ScanRange,
  context: Context = {},
  onProgress: (progress: ScanProgress) => void = () => undefined,
): Promise<DconScanResult> {
  const { addresses: _, bauds: __, ...settings } = options;
  const probe = await connect(settings, context, 'dcon');
  const { addresses, speeds } = scanPlan(options, probe.baud);
  const start = performance.now();
  const result: DconScanResult = {
    port: probe.port.url,
    simulated: probe.simulated,
    modules: [],
    problems: [],
    complete: true,
    elapsed: 0,
  };
  for (const [index, speed] of speeds.entries()) {
    const baud = speed ?? probe.baud;
    const at = { ...settings, ...(speed === undefined ? {} : { baud: speed }) };
    const progress = (done: number, address: number) =>
      onProgress({
        done: index * addresses.length + done,
        total: speeds.length * addresses.length,
        found: result.modules.length,
        address: formatDconAddress(address),
        baud,
      });
    try {
      await scanSpeed({ settings: at, baud, addresses, result, context, progress });
    } catch (error) {
      if (!(error instanceof AbortedError)) throw error;
      result.complete = false;
      break;
    }
  }
  result.elapsed = Math.round((performance.now() - start) * 10) / 10;
  return result;
}

interface SpeedScan {
  readonly settings: ScanRange;
  readonly baud: number | undefined;
  readonly addresses: readonly number[];
  readonly result: DconScanResult;
  readonly context: Context;
  progress(done: number, address: number): void;
}

async function scanSpeed(scan: SpeedScan): Promise<void> {
  const { settings, baud, context } = scan;
  const asking = {
    protocol: 'dcon' as const,
    describe: () => `dcon scan${baud === undefined ? '' : ` at ${baud} bit/s`}`,
    // Answers to a name carry their address: one that comes late is known by it, and need not be waited for.
    lateWindow: 0,
  };
  await askLine(asking, settings, context, connection => probeAll(connection, scan));
}

async function probeAll(connection: Connection, scan: SpeedScan): Promise<void> {
  const { addresses, baud, context, result, progress } = scan;
  const { DconClient } = await import('@bus/dcon');
  const client = new DconClient(connection.line);
  const timeout = connection.settings.timeout ?? timeoutFor(connection);
  const where = baud === undefined ? {} : { baud };
  for (const [done, address] of addresses.entries()) {
    progress(done, address);
    const text = formatDconAddress(address);
    const onProblem = (_: number, error: unknown) => {
      if (!(error instanceof BusError) || error instanceof UsageError) throw error;
      const { code, message } = error;
      result.problems.push({ address: text, ...where, code, message });
    };
    for await (const identity of client.scan({
      addresses: [address],
      timeout,
      signal: context.signal,
      onProblem,
    })) {
      const framing = identity.checksum ? 'dcon+checksum' : 'dcon';
      result.modules.push({ address: text, ...where, framing, ...identityJson(identity) });
    }
    // In INIT mode a module answers to 00 with another address, so nobody could tell a late answer of it.
    if (address === 0) await connection.line.pause(2 * timeout, context.signal);
  }
}

function timeoutFor({ line }: Connection): number {
  return ANSWER_TIME + Math.ceil(CHARACTERS * line.medium.characterTime);
}
