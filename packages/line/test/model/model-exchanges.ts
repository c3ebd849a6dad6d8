import { type Exchange, FOREIGN, type Framing } from '../../src/index.js';
import { packet } from '../toy-multiplex.js';
import { broadcast, read, write } from '../toy-protocol.js';
import type { RandomSource } from './random-source.js';

/** What an answer of the model's device says, so that the question it belongs to is known for certain. */
export interface Answer {
  readonly unit: number;
  readonly address: number;
  /** The request that made the device answer: its number among all that were heard, from 1. */
  readonly serial: number;
}

/** One thing to ask for. */
export interface Question {
  readonly kind: 'read' | 'write' | 'broadcast';
  readonly unit: number;
  readonly address: number;
  /** Its value is undefined where nothing but a confirmation is to be had. */
  readonly exchange: Exchange<Answer | undefined>;
}

/** As often as each is asked for. */
const KINDS: readonly Question['kind'][] = [
  ...Array.from({ length: 6 }, () => 'read' as const),
  ...Array.from({ length: 3 }, () => 'write' as const),
  'broadcast',
];
const UNITS = 3;
/** What every write sets: always the same, so that the confirmations of two writes look alike. */
const WRITTEN = 9;
/** Milliseconds of rest that some questions need. */
const REST = 30;

/** Draws what to ask next where one question is asked at a time. */
export function drawSingle(random: RandomSource, addresses: number): Question {
  const unit = 1 + random.below(UNITS);
  const address = random.below(addresses);
  const kind = random.pick(...KINDS);
  if (kind === 'read')
    return resting(random, { kind, unit, address, exchange: valued(read(unit, address, 4), answerOf) });
  const exchange = kind === 'write' ? write(unit, address, WRITTEN) : broadcast(address, WRITTEN);
  return resting(random, { kind, unit: exchange.unit, address, exchange: valued(exchange, () => undefined) });
}

/** Draws what to ask next where several questions may be open. */
export function drawTagged(random: RandomSource, addresses: number, framing: Framing): Question {
  const unit = 1 + random.below(UNITS);
  const address = random.below(addresses);
  const kind = random.chance(0.7) ? 'read' : 'write';
  const body = kind === 'read' ? [3, address] : [6, address, WRITTEN];
  return resting(random, { kind, unit, address, exchange: tagged(framing, unit, body) });
}

/** Now and then a unit needs a rest. */
function resting(random: RandomSource, question: Question): Question {
  return random.chance(0.1) ? { ...question, exchange: { ...question.exchange, minGap: REST } } : question;
}

/** The same exchange with another kind of value. */
function valued(
  { unanswered: _, ...exchange }: Exchange<number[]>,
  carried: (bytes: number[]) => Answer | undefined,
): Exchange<Answer | undefined> {
  return {
    ...exchange,
    accept(frame) {
      const value = exchange.accept(frame);
      return typeof value === 'symbol' ? value : carried(value);
    },
  };
}

/** Takes any answer of its unit and operation: that it is the right one is left to the identifier. */
function tagged(framing: Framing, unit: number, body: number[]): Exchange<Answer> {
  const [op] = body;
  return {
    label: `unit ${unit}, op ${body.join(' ')}`,
    unit,
    request: packet(0, unit, ...body),
    framing,
    repeatable: op === 3,
    expectations: [],
    replyShape: `${unit} ${op}`,
    accept(frame) {
      if (frame[2] !== unit || frame[3] !== op) return FOREIGN;
      return answerOf([...frame.subarray(4)]);
    },
  };
}

/** What a device puts into the four bytes of an answer. */
export function bytesOf({ unit, address, serial }: Answer): number[] {
  return [address, unit, serial & 255, serial >> 8];
}

function answerOf([address, unit, low, high]: number[]): Answer {
  return { unit: unit!, address: address!, serial: low! + 256 * high! };
}
