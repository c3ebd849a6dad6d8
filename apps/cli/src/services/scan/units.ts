import { AbortedError, UsageError } from '@bus/line';
import type { Connection } from '../../connect.js';
import type { Context } from '../../context.js';
import { formatDconAddress, parseDconAddresses } from '../../dcon-address.js';
import { parseNumberRanges } from '../../number-ranges.js';
import type { ConnectionOptions } from '../../settings.js';
import { streamLine } from '../../stream-line.js';
import { harmlessQuestions, modbusFraming } from '../harmless-question.js';
import { dconUnits } from './dcon-units.js';
import { ModbusUnits } from './modbus-units.js';
import type { OnProgress } from './scan-progress.js';
import { scanTimeout } from './scan-timeout.js';
import type { ScanUnitsEvent, UnitFound, UnitProblem, UnitsSummary } from './unit-events.js';

export interface ScanUnitsOptions extends ConnectionOptions {
  /** What is spoken: both by default where bytes are exchanged, Modbus alone with Modbus TCP and ASCII. */
  protocol?: 'modbus' | 'dcon' | 'all';
  /** Modbus units, such as `1-10,32`; 1-247 by default, 0-255 are possible with Modbus TCP. */
  units?: string;
  /** DCON addresses, such as `00-0F`; 00-FF by default. */
  addresses?: string;
  /** Asks each unit one question only, so that devices may be overlooked that are silent to it. */
  quick?: boolean;
}

/** Bytes of a question and the longest answer. */
const CHARACTERS = 40;
const THOROUGH = ['holding', 'server-id', 'input', 'identification'] as const;
const QUICK = ['holding'] as const;

/**
 * Looks for whoever answers. Only requests that change nothing are sent: the read of one register, functions 17 and
 * 43/14, and for DCON the question for the name. What is found is yielded as it is found; the last event is the summary.
 * When the context's signal fires, the summary says that the scan is not complete.
 *
 * @throws {UsageError} a range makes no sense.
 * @throws {TransportError} the port failed.
 *
 * @example for await (const event of scanUnits({ units: '1-10', port: '/dev/ttyUSB1' })) console.log(event);
 */
export async function* scanUnits(
  options: ScanUnitsOptions,
  context: Context = {},
  onProgress: OnProgress = () => undefined,
): AsyncGenerator<ScanUnitsEvent, UnitsSummary> {
  const { protocol, units, addresses, quick = false, ...settings } = options;
  const asking = { protocol: 'modbus' as const, describe: () => 'scan units', lateWindow: 0 };
  const scan = new UnitsScan({ protocol, units, addresses, quick }, context, onProgress);
  const stream = streamLine(asking, settings, context, connection => scan.run(connection));
  const { answered, framing } = yield* stream;
  const summary: UnitsSummary = { event: 'summary', ...answered, framing, ...scan.outcome() };
  yield summary;
  return summary;
}

type Ranges = Pick<ScanUnitsOptions, 'protocol' | 'units' | 'addresses'> & { quick: boolean };

class UnitsScan {
  readonly #ranges: Ranges;
  readonly #context: Context;
  readonly #onProgress: OnProgress;
  readonly #found: UnitFound[] = [];
  #problems = 0;
  #modbus: ModbusUnits | undefined;
  readonly #asked = new Set<string>();
  #complete = true;
  #framing = '';

  constructor(ranges: Ranges, context: Context, onProgress: OnProgress) {
    this.#ranges = ranges;
    this.#context = context;
    this.#onProgress = onProgress;
  }

  async *run(connection: Connection): AsyncGenerator<UnitFound | UnitProblem, void> {
    try {
      for await (const event of this.#parts(connection)) {
        if (event.event === 'found') this.#found.push(event);
        else this.#problems += 1;
        yield event;
      }
    } catch (error) {
      if (!(error instanceof AbortedError)) throw error;
      this.#complete = false;
    }
  }

  async *#parts(connection: Connection): AsyncGenerator<UnitFound | UnitProblem, void> {
    const { units, addresses } = this.#plan(connection);
    const { signal } = this.#context;
    const timeout = scanTimeout(connection, CHARACTERS);
    const questions = await harmlessQuestions(this.#ranges.quick ? QUICK : THOROUGH);
    // A module is asked twice, without a checksum and with one.
    const total = units.length * questions.length + 2 * addresses.length;
    const progress = (done: number, where: string) => {
      this.#asked.add(where);
      this.#onProgress({ done, total, found: this.#found.length, where });
    };
    if (units.length > 0) {
      this.#modbus = new ModbusUnits({
        ...{ connection, units, questions, timeout, signal },
        framing: await modbusFraming(connection.framing),
        progress: (done, unit) => progress(done, `unit ${unit}`),
      });
      yield* this.#modbus.run();
    }
    if (addresses.length === 0) return;
    const before = units.length * questions.length;
    yield* dconUnits({
      ...{ connection, addresses, timeout, signal },
      progress: (done, address) => progress(before + 2 * done, `module ${formatDconAddress(address)}`),
    });
  }

  #plan({ framing }: Connection): { units: readonly number[]; addresses: readonly number[] } {
    const { protocol = framing === 'rtu' ? 'all' : 'modbus', units, addresses } = this.#ranges;
    if (protocol !== 'modbus' && framing === 'tcp')
      throw new UsageError('DCON modules do not answer on a Modbus TCP connection', {
        hint: 'Behind a device server, name the port rtu+tcp://host:port.',
      });
    const last = framing === 'tcp' ? 255 : 247;
    this.#framing = framing;
    const plan = {
      units:
        protocol === 'dcon' ? [] : parseNumberRanges(units ?? '1-247', 'units', last === 255 ? 0 : 1, last),
      addresses: protocol === 'modbus' ? [] : parseDconAddresses(addresses ?? '00-FF'),
    };
    return plan;
  }

  outcome(): Pick<UnitsSummary, 'found' | 'problems' | 'asked' | 'strangers' | 'notes' | 'complete'> {
    return {
      found: this.#found.length,
      problems: this.#problems,
      asked: this.#asked.size,
      strangers: this.#modbus?.strangers ?? 0,
      notes: this.#notes(),
      complete: this.#complete,
    };
  }

  #notes(): string[] {
    const notes: string[] = [];
    if ((this.#modbus?.strangers ?? 0) > 0)
      notes.push('Frames of others were heard: another master talks on this line.');
    if (this.#found.some(({ late }) => late))
      notes.push('Some units answer later than they were waited for: give --timeout more than now.');
    if (this.#framing === 'tcp' && this.#found.length === this.#asked.size && this.#asked.size > 2)
      notes.push('Every unit was answered: this device may not look at the unit at all.');
    return notes;
  }
}
