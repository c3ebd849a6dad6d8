import { formatHex, type TraceEvent } from '@bus/line';
import type { FramingName } from '@bus/transport-node';
import type { Connection } from '../../connect.js';
import { explainStream } from '../../diagnose/explain-stream.js';
import { type SoundFraming, soundFrames } from '../../diagnose/sound-frames.js';
import { harmlessQuestions, modbusFraming } from '../harmless-question.js';
import { outcomeOf, type QuestionOutcome, tryQuestion } from '../question-outcome.js';
import type { LineCandidate } from './line-candidates.js';
import type { LineSpeaks, LineUnreadable } from './line-events.js';
import { scanTimeout } from './scan-timeout.js';

/** Bytes of a question and its answer, those of the longest protocol. */
const CHARACTERS = 40;
/** Sound answers that make a setting certain. */
const CONFIRMATIONS = 3;
/** Bytes of what was heard that are shown. */
const SHOWN = 64;

interface Who {
  readonly units: readonly number[];
  readonly addresses: readonly number[];
  readonly signal: AbortSignal | undefined;
}

/** One setting of a line: listens, and asks. */
export class LineTrial {
  readonly #connection: Connection;
  readonly #candidate: LineCandidate;
  readonly #who: Who;
  readonly #timeout: number;

  constructor(connection: Connection, candidate: LineCandidate, who: Who) {
    this.#connection = connection;
    this.#candidate = candidate;
    this.#who = who;
    this.#timeout = scanTimeout(connection, CHARACTERS);
  }

  /** What others say on the line; undefined when they say nothing. */
  async listen(milliseconds: number): Promise<LineSpeaks | LineUnreadable | undefined> {
    const { line } = this.#connection;
    const chunks: Uint8Array[] = [];
    const stop = line.on('trace', ({ direction, bytes }: TraceEvent) => {
      if (direction === 'received') chunks.push(bytes);
    });
    try {
      await line.open();
      if (milliseconds > 0) await line.pause(milliseconds, this.#who.signal);
    } finally {
      stop();
    }
    const heard = Uint8Array.from(chunks.flatMap(chunk => [...chunk]));
    return heard.length === 0 ? undefined : await this.#judge(heard);
  }

  async #judge(heard: Uint8Array): Promise<LineSpeaks | LineUnreadable> {
    const sound = await soundFrames(heard);
    if (sound === undefined || (sound.framing === 'dcon' && sound.frames.length < 2))
      return await this.#unreadable(heard);
    const { framing, frames, certain } = sound;
    const unit = await unitIn(frames[0]!, framing);
    const sure = certain ? 'certain' : 'likely';
    return {
      event: 'speaks',
      ...this.#where,
      framing,
      evidence: 'overheard',
      unit,
      frames: frames.length,
      sure,
    };
  }

  async #unreadable(heard: Uint8Array): Promise<LineUnreadable> {
    const { baud: baudRate, parity, dataBits } = this.#candidate;
    const findings = await explainStream(heard, { baudRate, parity, dataBits });
    const shown = formatHex(heard.subarray(0, SHOWN));
    return { event: 'unreadable', ...this.#where, bytes: heard.length, heard: shown, findings };
  }

  /** Asks in every protocol that the format can carry. */
  async *ask(): AsyncGenerator<LineSpeaks | LineUnreadable, void> {
    for (const framing of this.#framings()) {
      for (const unit of framing.startsWith('dcon') ? this.#who.addresses : this.#who.units) {
        const speaks = await this.#askUnit(framing, unit);
        if (speaks === undefined) continue;
        yield speaks;
        if (speaks.event === 'speaks') return;
      }
    }
  }

  /** RTU and DCON need eight bits; ASCII is at home in seven. */
  #framings(): SoundFraming[] {
    return this.#candidate.dataBits === 8 ? ['rtu', 'ascii', 'dcon', 'dcon+checksum'] : ['ascii'];
  }

  async #askUnit(framing: SoundFraming, unit: number): Promise<LineSpeaks | LineUnreadable | undefined> {
    const first = await this.#try(framing, unit);
    if (first.kind === 'silent') return undefined;
    if (first.kind === 'garbled')
      return await this.#unreadable(first.error.facts.received ?? new Uint8Array(0));
    let frames = 1;
    for (let again = 1; again < CONFIRMATIONS; again += 1)
      if ((await this.#try(framing, unit)).kind === 'answered') frames += 1;
    const sure = frames === CONFIRMATIONS ? 'certain' : 'likely';
    return { event: 'speaks', ...this.#where, framing, evidence: 'answered', unit, frames, sure };
  }

  async #try(framing: SoundFraming, unit: number): Promise<QuestionOutcome> {
    const { line } = this.#connection;
    const { signal } = this.#who;
    const timeout = this.#timeout;
    if (framing === 'dcon' || framing === 'dcon+checksum') {
      const { DconClient } = await import('@bus/dcon');
      const module = new DconClient(line).module(unit, { checksum: framing === 'dcon+checksum' });
      return outcomeOf(module.name({ timeout, retries: 0, ...(signal === undefined ? {} : { signal }) }));
    }
    const [question] = await harmlessQuestions(['holding']);
    const exchange = question!.exchange(await modbusFraming(framing), unit);
    return tryQuestion(line, exchange, { timeout, signal });
  }

  get #where() {
    const { baud, format } = this.#candidate;
    return { baud, format };
  }
}

async function unitIn(frame: Uint8Array, framing: SoundFraming): Promise<number> {
  if (framing === 'rtu' || framing === 'ascii')
    return (await modbusFraming(framing satisfies FramingName)).unitOf(frame) ?? 0;
  const { dconFraming } = await import('@bus/dcon');
  return dconFraming({ checksum: framing === 'dcon+checksum' }).unitOf(frame) ?? 0;
}
