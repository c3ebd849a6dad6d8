import type { Clock } from '@bus/line';
import type { FramingChoice } from '../framing/framing-choice.js';
import type { AnsweringUnit } from './answering-unit.js';
import type { Authorise } from './request-context.js';

/** The units of a server, by number, or a function that knows them. */
export type Units = Readonly<Record<number, AnsweringUnit>> | ((unit: number) => AnsweringUnit | undefined);

/**
 * What a request to a unit that is not there leads to where units are only numbers in a frame, as with Modbus TCP: no
 * answer, exception 10 (gateway path unavailable) or 11 (gateway target device failed to respond), the answer of the unit
 * with the lowest number, or that of a unit which stands for all that are not there.
 */
export type UnknownUnit = 'silent' | 'any' | 10 | 11 | AnsweringUnit;

export interface ServerOptions {
  units: Units;
  /** Whom a broadcast reaches, where that is not each of the units once: one for each line behind a gateway, for instance. */
  everybody?: readonly AnsweringUnit[];
  /** Asked before a sound request is carried out; what is not allowed is refused with exception 1. */
  authorise?: Authorise;
  /**
   * Only for Modbus TCP, and where nobody else could answer (`alone`); on a serial line, foreign units are never answered. By default `any` for a server with one unit,
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
  /**
   * Milliseconds within which a request that has begun must be complete, 1..3 600 000; 30 000 by default. A connection on
   * which it is not is closed: so nobody keeps one with half a request. Serial lines and datagrams need no such limit.
   */
  frameTimeout?: number;
  /**
   * Milliseconds that a handler may take, 1..3 600 000; without end by default. Then exception 4 is answered, `onError` is
   * told, and whatever the handler says later is dropped.
   */
  answerTimeout?: number;
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
  /**
   * Nobody else can answer on this line, as on a TCP connection that carries serial frames: `unknownUnit` holds here, too.
   * False by default.
   */
  alone?: boolean;
  /** Milliseconds between the end of a request and its answer; 3.5 characters on a serial line by default. */
  delay?: number;
  clock?: Clock;
}
