import type { Random, SimulatedInstrument } from '@bus/sim';
import type { FramingName, Question } from '../subject.js';

/** What is known of one question while it is open. */
export interface Watch {
  /** True when these values are right: what the device holds, or for a write that it was carried out meanwhile. */
  isRight(values: readonly number[]): boolean;
  /** How often the device has carried this write out since. */
  executions(): number;
  /** What would be right, for people. */
  readonly right: string;
}

/** The devices of one line, what they hold, and what may be asked of them. */
export interface Plant {
  readonly framing: FramingName;
  /** True when nothing in an answer shows that it was damaged. */
  readonly blind: boolean;
  /** True when answers are so short that a damaged one cannot be told from one that was meant. */
  readonly tiny: boolean;
  readonly instruments: readonly SimulatedInstrument[];
  /** A question of one of several callers, whose answer is known. No two of them write the same to the same place. */
  draw(random: Random, caller: number, callers: number): Question;
  watch(question: Question): Watch;
  /** A client has begun to send this. */
  asked?(request: Uint8Array): void;
  /**
   * The sound answers to a question from anywhere in some bytes: the values and the bytes of each frame whose checksum,
   * if it has one, is right.
   */
  soundAnswers(question: Question, heard: Uint8Array): Iterable<SoundAnswer>;
}

export interface SoundAnswer {
  readonly frame: Uint8Array;
  readonly values: readonly number[];
}

/** Where and how fast the devices are reached. */
export interface Conditions {
  /** Bits per second, one of them for each line; none for a connection. */
  readonly baudRates: readonly number[];
  /** Milliseconds that the clients wait for an answer. */
  readonly timeout: number;
}

/**
 * The longest that any device takes by itself, in milliseconds: up to 9 for its answer, and 50 when it heard something else
 * right in front of the question, and notices the question only when the line has fallen silent.
 */
export const LONGEST_DELAY = 9 + 50;

const serial = (timeout: number, ...baudRates: number[]): Conditions => ({ baudRates, timeout });
const connection: Conditions = { baudRates: [], timeout: 100 };

export const conditionsOf: Readonly<Record<FramingName, Conditions>> = {
  rtu: serial(150, 9600, 19_200, 115_200),
  ascii: serial(200, 9600, 19_200, 115_200),
  tcp: connection,
  'rtu-over-tcp': connection,
  dcon: serial(250, 9600, 115_200),
  'dcon-checksum': serial(250, 9600, 115_200),
  drio: serial(100, 9600),
  'drio-harsh': serial(100, 9600),
};
