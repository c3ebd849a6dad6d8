import type { Clock } from '@bus/line';
import type { FramingChoice } from '../framing/framing-choice.js';
import type { Authorise } from './request-context.js';
import type { ServerUnit } from './server-unit.js';

/** The units of a server, by number, or a function that knows them. */
export type Units = Readonly<Record<number, ServerUnit>> | ((unit: number) => ServerUnit | undefined);

/**
 * What a request to a unit that is not there leads to where units are only numbers in a frame, as with Modbus TCP: no
 * answer, exception 10 (gateway path unavailable) or 11 (gateway target device failed to respond), or the answer of the
 * unit with the lowest number.
 */
export type UnknownUnit = 'silent' | 'any' | 10 | 11;

export interface ServerOptions {
  units: Units;
  /** Asked before a sound request is carried out; what is not allowed is refused with exception 1. */
  authorise?: Authorise;
  /**
   * Only for Modbus TCP; on a serial line, foreign units are never answered. By default `any` for a server with one unit,
   * because a device that is reached directly does not look at the number, and 11 for all others.
   */
  unknownUnit?: UnknownUnit;
  /** Told what handlers and connections fail with. */
  onError?: (error: unknown) => void;
  /**
   * Requests of one connection that may be being answered at a time; 16 by default, 1..1000. Those beyond are answered
   * with exception 6 (busy); beyond four times as many the connection is closed, or, on a serial line, they are dropped.
   */
  maxPending?: number;
}

/** What one connection or line needs. */
export interface ServeOptions {
  /** `rtu` by default. */
  framing?: FramingChoice;
  /** Who is connected, for handlers and authorisation. */
  peer?: string;
  /** The role in the client's certificate. */
  role?: string;
  /** The adaptor hears what we send; false by default. */
  echo?: boolean;
  /** Milliseconds between the end of a request and its answer; 3.5 characters on a serial line by default. */
  delay?: number;
  clock?: Clock;
}
