import type { LineAnswered } from '../ask-line.js';
import type { QuestionName } from './harmless-question.js';

interface Pinged {
  protocol: 'modbus' | 'dcon';
  unit: number;
  /** DCON: the address as its two hexadecimal digits. */
  address?: string;
}

/** An answer came. A refusal is one as well. */
export interface PingReply extends Pinged {
  event: 'reply';
  /** Of this unit's questions, from 1. */
  number: number;
  /** Milliseconds from the first byte of the question to the last of the answer. */
  roundTrip: number;
  /** The exception of a refusal. */
  exceptionCode?: number;
}

/** No answer came, or none that is sound. */
export interface PingLost extends Pinged {
  event: 'lost';
  number: number;
  code: string;
  /** What happened, without who was asked. */
  message: string;
}

/** Round trips of one unit, in milliseconds; absent when it never answered. */
export interface RoundTripStatistics {
  min: number;
  mean: number;
  p50: number;
  p90: number;
  p99: number;
  max: number;
}

export interface PingedUnit extends Pinged {
  sent: number;
  answered: number;
  /** Without an answer in time. */
  silent: number;
  /** With an answer that was damaged or wrong. */
  damaged: number;
  /** Percent of the questions without a sound answer. */
  loss: number;
  roundTrip?: RoundTripStatistics;
}

export interface PingSummary extends LineAnswered {
  event: 'summary';
  /** What was asked of Modbus units. */
  request: QuestionName;
  units: PingedUnit[];
  /** False when it was ended before its count. */
  complete: boolean;
}

export type PingEvent = PingReply | PingLost | PingSummary;
