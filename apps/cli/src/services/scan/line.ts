import { AbortedError, TransportError, UsageError } from '@bus/line';
import { connect } from '../../connect.js';
import type { Context } from '../../context.js';
import { parseDconAddresses } from '../../dcon-address.js';
import { parseNumberRanges } from '../../number-ranges.js';
import type { ConnectionOptions } from '../../settings.js';
import { streamLine } from '../../stream-line.js';
import { type LineCandidate, lineCandidates } from './line-candidates.js';
import type { LineSpeaks, LineSummary, LineUnreadable, ScanLineEvent } from './line-events.js';
import { LineTrial } from './line-trial.js';
import type { OnProgress } from './scan-progress.js';

export interface ScanLineOptions
  extends Omit<ConnectionOptions, 'baud' | 'parity' | 'dataBits' | 'stopBits' | 'line'> {
  /** Modbus units to ask, such as `1-3`; 1 by default. */
  units?: string;
  /** DCON addresses to ask, such as `00-02`; 01 by default. */
  addresses?: string;
  /** Speeds; the usual ones by default. */
  bauds?: readonly number[];
  /** Formats such as `8E1`; 8N1, 8E1, 8O1, 7E1 and 7O1 by default. */
  formats?: readonly string[];
  /** Milliseconds to listen for others before anything is sent; 1000 by default, and 0 does without. */
  listen?: number;
  /** Goes on when one was found. */
  all?: boolean;
}

/** Milliseconds for which the line is listened to at each further setting while nobody talks. */
const SHORT_LISTEN = 30;

/**
 * Finds out which speed, format and protocol a serial line has: the most likely first, until one is found. Others who
 * talk on the line are listened to, and then nothing is sent; else units are asked harmless questions.
 *
 * @throws {UsageError} the port is not serial, or a range makes no sense.
 * @throws {TransportError} the port failed.
 *
 * @example for await (const event of scanLine({ port: '/dev/ttyUSB1' })) console.log(event);
 */
export async function* scanLine(
  options: ScanLineOptions,
  context: Context = {},
  onProgress: OnProgress = () => undefined,
): AsyncGenerator<ScanLineEvent, LineSummary> {
  const { units = '1', addresses = '01', bauds, formats, listen = 1000, all = false, ...settings } = options;
  const probe = await connect(settings, context);
  if (probe.line.medium.characterTime === 0)
    throw new UsageError(`${probe.port.url} is no serial port, so it has neither a speed nor a parity`);
  const candidates = lineCandidates(bauds, formats, probe.baud);
  const who = {
    units: parseNumberRanges(units, 'units', 1, 247),
    addresses: parseDconAddresses(addresses),
    signal: context.signal,
  };
  const start = performance.now();
  const summary: LineSummary = {
    ...{ event: 'summary', port: probe.port.url, simulated: probe.simulated, tried: 0 },
    ...{ candidates: candidates.length, traffic: false, found: [], notes: [], complete: true, elapsed: 0 },
  };
  let refused: TransportError | undefined;
  for (const [done, candidate] of candidates.entries()) {
    const { baud, format } = candidate;
    onProgress({ done, total: candidates.length, found: summary.found.length, where: `${baud}-${format}` });
    const patience = done === 0 || summary.traffic ? listen : Math.min(listen, SHORT_LISTEN);
    try {
      const events = tryCandidate({ candidate, settings, context, who, patience, summary });
      for await (const event of events) {
        if (event.event === 'speaks') summary.found.push(event);
        yield event;
      }
      summary.tried += 1;
    } catch (error) {
      if (error instanceof AbortedError) {
        summary.complete = false;
        break;
      }
      if (!(error instanceof TransportError) || error.code !== 'open-failed') throw error;
      refused ??= error;
      yield { event: 'skipped', baud, format, reason: error.message };
    }
    if (summary.found.length > 0 && !all) break;
  }
  if (summary.complete && summary.tried === 0 && refused !== undefined) throw refused;
  summary.notes = notesOf(summary);
  summary.elapsed = Math.round((performance.now() - start) * 10) / 10;
  yield summary;
  return summary;
}

interface Trial {
  readonly candidate: LineCandidate;
  readonly settings: ConnectionOptions;
  readonly context: Context;
  readonly who: { units: readonly number[]; addresses: readonly number[]; signal: AbortSignal | undefined };
  /** Milliseconds to listen. */
  readonly patience: number;
  readonly summary: LineSummary;
}

async function* tryCandidate({
  candidate,
  settings,
  context,
  who,
  patience,
  summary,
}: Trial): AsyncGenerator<LineSpeaks | LineUnreadable, void> {
  const { baud, parity, dataBits, stopBits } = candidate;
  const asking = { protocol: 'modbus' as const, describe: () => 'scan line', lateWindow: 0 };
  const options = { ...settings, baud, parity, dataBits, stopBits };
  yield* streamLine(asking, options, context, async function* (connection) {
    const trial = new LineTrial(connection, candidate, who);
    const heard = await trial.listen(patience);
    if (heard !== undefined) summary.traffic = true;
    if (heard !== undefined) yield heard;
    // Where others talk, asking would disturb them.
    if (!summary.traffic) yield* trial.ask();
  });
}

function notesOf({ found, traffic, complete }: LineSummary): string[] {
  const notes: string[] = [];
  if (traffic) notes.push('Others talk on this line, so nothing was sent.');
  if (found.some(({ format }) => format.endsWith('1')))
    notes.push('Whether there are one or two stop bits cannot be told: who expects one hears both.');
  if (found.length > 0 || !complete) return notes;
  notes.push(
    traffic
      ? 'Nothing was readable: swap A and B, or listen longer with --listen.'
      : 'Nobody answered: give other units with --units, check power and wiring, and swap A and B.',
  );
  return notes;
}
