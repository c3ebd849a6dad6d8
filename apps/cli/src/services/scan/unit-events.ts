import type { FramingName } from '@bus/transport-node';
import type { LineAnswered } from '../../ask-line.js';
import type { QuestionName } from '../harmless-question.js';

export type UnitProtocol = 'modbus' | 'dcon';

/** Somebody answers at an address. */
export interface UnitFound {
  event: 'found';
  protocol: UnitProtocol;
  unit: number;
  /** DCON: the address as its two hexadecimal digits. */
  address?: string;
  /** The request that was answered; for DCON that for the name. */
  asked: QuestionName | 'name';
  /** DCON: whether it was asked with a checksum. */
  checksum?: boolean;
  /** DCON: what the module calls itself. */
  name?: string;
  /** The exception with which a Modbus device refused the request: it is there all the same. */
  exceptionCode?: number;
  /** Milliseconds from the first byte of the request to the last of the answer; absent when it came too late. */
  roundTrip?: number;
  /** True when the answer came after the time-out: other programs need a longer one for this unit. */
  late: boolean;
}

/** Something answers at an address, but not so that it can be understood. */
export interface UnitProblem {
  event: 'problem';
  protocol: UnitProtocol;
  unit: number;
  address?: string;
  /** The error code, or `answered-twice`. */
  code: string;
  message: string;
  /** What was heard the last time, as hexadecimal text. */
  heard?: string;
  /** Of how many attempts an answer came sound, damaged, or not at all. */
  attempts: { sound: number; damaged: number; silent: number };
  /** What it probably is. */
  guess: string;
  /** How sure that is. */
  sure: 'likely' | 'possible';
}

/** The end of a scan. */
export interface UnitsSummary extends LineAnswered {
  event: 'summary';
  framing: FramingName;
  /** How many units answer soundly, and at how many addresses something answers that is not sound. */
  found: number;
  problems: number;
  /** Addresses that were asked, for Modbus and DCON. */
  asked: number;
  /** Sound frames from or to units that had not been asked: another master may talk on the line. */
  strangers: number;
  /** What to know of the result as a whole. */
  notes: string[];
  /** False when it was given up before the end. */
  complete: boolean;
}

export type ScanUnitsEvent = UnitFound | UnitProblem | UnitsSummary;
