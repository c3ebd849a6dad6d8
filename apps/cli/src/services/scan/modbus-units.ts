import { DeviceError, type Exchange, FOREIGN, formatHex, type TraceEvent } from '@bus/line';
import type { ModbusFraming } from '@bus/modbus';
import type { Connection } from '../../connect.js';
import type { HarmlessQuestion } from '../harmless-question.js';
import { type QuestionOutcome, tryQuestion } from '../question-outcome.js';
import { RoundTrips } from '../round-trips.js';
import type { UnitFound, UnitProblem } from './unit-events.js';

/** Attempts at a unit whose first answer was not sound. */
const SECOND_LOOKS = 3;

export interface ModbusUnitsScan {
  readonly connection: Connection;
  readonly framing: ModbusFraming;
  readonly units: readonly number[];
  /** What is asked, one after the other, of the units that did not answer before. */
  readonly questions: readonly HarmlessQuestion[];
  readonly timeout: number;
  readonly signal: AbortSignal | undefined;
  /** Called before each unit of each question. */
  progress(done: number, unit: number): void;
}

/** A question that was put, so that an answer to it is known whenever it comes. */
interface Asked {
  readonly question: HarmlessQuestion;
  readonly exchange: Exchange<unknown>;
}

/**
 * Asks each unit the first question, then those that were silent the second, and so on: devices that ought to refuse a
 * function that they do not know are often silent instead. A sound answer that comes while another unit is asked is one,
 * too.
 */
export class ModbusUnits {
  readonly #scan: ModbusUnitsScan;
  readonly #settled = new Set<number>();
  readonly #asked = new Map<number, Asked[]>();
  readonly #late: UnitFound[] = [];
  readonly #twice: UnitProblem[] = [];
  readonly #told = new Set<number>();
  /** Sound frames of units that had not been asked. */
  strangers = 0;
  /** Units that answered soundly. */
  readonly found: UnitFound[] = [];

  constructor(scan: ModbusUnitsScan) {
    this.#scan = scan;
  }

  async *run(): AsyncGenerator<UnitFound | UnitProblem, void> {
    const { connection, questions, units } = this.#scan;
    const trips = new RoundTrips(connection.line);
    const stop = connection.line.on('trace', event => this.#overhear(event));
    try {
      for (const [round, question] of questions.entries()) {
        for (const [index, unit] of units.entries()) {
          this.#scan.progress(round * units.length + index, unit);
          if (!this.#settled.has(unit)) yield* this.#ask(question, unit, trips);
          yield* this.#overheard();
        }
        // The last unit of a round may be slow as well.
        await connection.line.pause(this.#scan.timeout, this.#scan.signal);
        yield* this.#overheard();
      }
    } finally {
      trips.end();
      stop();
    }
  }

  async *#ask(
    question: HarmlessQuestion,
    unit: number,
    trips: RoundTrips,
  ): AsyncGenerator<UnitFound | UnitProblem, void> {
    const exchange = question.exchange(this.#scan.framing, unit);
    this.#asked.set(unit, [...(this.#asked.get(unit) ?? []), { question, exchange }]);
    const outcome = await this.#try(exchange);
    if (outcome.kind === 'silent') return;
    if (this.#settled.has(unit)) return;
    this.#settled.add(unit);
    if (outcome.kind === 'garbled') {
      yield await this.#lookAgain(unit, exchange, outcome);
      return;
    }
    yield this.#note({
      event: 'found',
      protocol: 'modbus',
      unit,
      asked: question.name,
      ...exceptionOf(outcome.refusal),
      ...(trips.latest === undefined ? {} : { roundTrip: trips.latest }),
      late: false,
    });
  }

  #try(exchange: Exchange<unknown>): Promise<QuestionOutcome> {
    const { connection, timeout, signal } = this.#scan;
    return tryQuestion(connection.line, exchange, { timeout, signal });
  }

  /** Whether an answer is damaged each time tells two devices from a bad line. */
  async #lookAgain(
    unit: number,
    exchange: Exchange<unknown>,
    first: Extract<QuestionOutcome, { kind: 'garbled' }>,
  ): Promise<UnitProblem> {
    const attempts = { sound: 0, damaged: 1, silent: 0 };
    let { error } = first;
    for (let look = 0; look < SECOND_LOOKS; look += 1) {
      const outcome = await this.#try(exchange);
      if (outcome.kind === 'garbled') error = outcome.error;
      attempts[({ answered: 'sound', garbled: 'damaged', silent: 'silent' } as const)[outcome.kind]] += 1;
    }
    const { received } = error.facts;
    return {
      event: 'problem',
      protocol: 'modbus',
      unit,
      code: error.code,
      message: error.message,
      ...(received === undefined ? {} : { heard: formatHex(received) }),
      attempts,
      ...this.#guess(attempts, error.code),
    };
  }

  #guess(attempts: UnitProblem['attempts'], code: string): Pick<UnitProblem, 'guess' | 'sure'> {
    if (code === 'malformed' || code.startsWith('wrong-'))
      return { guess: 'a device that answers against the rules', sure: 'likely' };
    if (attempts.sound > 0)
      return { guess: 'a bad line, or two devices with this address', sure: 'possible' };
    if (attempts.damaged > SECOND_LOOKS) {
      // Where others answer soundly, the line is not at fault.
      return { guess: 'two devices with this address', sure: this.found.length > 0 ? 'likely' : 'possible' };
    }
    return { guess: 'noise, or a device that speaks another protocol', sure: 'possible' };
  }

  /** Sound frames that answer no open question: answers that come late or twice, or the talk of others. */
  #overhear({ kind, direction, bytes, framing }: TraceEvent): void {
    if (direction !== 'received' || (kind !== 'foreign' && kind !== 'late')) return;
    const unit = framing?.unitOf(bytes);
    if (unit === undefined) return;
    const asked = this.#asked.get(unit)?.findLast(({ exchange }) => answers(exchange, bytes) !== undefined);
    if (asked === undefined) this.strangers += 1;
    else if (!this.#settled.has(unit)) {
      this.#settled.add(unit);
      const refusal = answers(asked.exchange, bytes)?.refusal;
      this.#late.push({
        ...{ event: 'found', protocol: 'modbus', unit, asked: asked.question.name },
        ...exceptionOf(refusal),
        late: true,
      });
    } else if (this.found.some(found => found.unit === unit && !found.late)) this.#answeredTwice(unit, bytes);
  }

  #answeredTwice(unit: number, bytes: Uint8Array): void {
    if (this.#told.has(unit)) return;
    this.#told.add(unit);
    this.#twice.push({
      event: 'problem',
      protocol: 'modbus',
      unit,
      code: 'answered-twice',
      message: `unit ${unit}: a second answer came to one question`,
      heard: formatHex(bytes),
      attempts: { sound: 2, damaged: 0, silent: 0 },
      guess: 'two devices with this address, or a repeater that sends answers twice',
      sure: 'likely',
    });
  }

  *#overheard(): Generator<UnitFound | UnitProblem, void> {
    for (const found of this.#late.splice(0)) yield this.#note(found);
    yield* this.#twice.splice(0);
  }

  #note(found: UnitFound): UnitFound {
    this.found.push(found);
    return found;
  }
}

/** What a frame is as an answer to a question; undefined when it is none. */
function answers(exchange: Exchange<unknown>, frame: Uint8Array): { refusal?: DeviceError } | undefined {
  try {
    return exchange.accept(frame) === FOREIGN ? undefined : {};
  } catch (error) {
    return error instanceof DeviceError ? { refusal: error } : undefined;
  }
}

function exceptionOf(refusal: DeviceError | undefined): Pick<UnitFound, 'exceptionCode'> {
  const { exceptionCode } = (refusal ?? {}) as { exceptionCode?: number };
  return exceptionCode === undefined ? {} : { exceptionCode };
}
