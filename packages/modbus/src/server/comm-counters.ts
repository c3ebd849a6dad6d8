import { DiagnosticSub } from '../pdu/diagnostics.js';
import { CommEvent, CommEventLogBook } from './comm-events.js';

/** What is counted once for a whole line, for whomever it is meant: CPT1, CPT2 and CPT8 of the serial line guide. */
export class LineCounters {
  /** Sound frames. */
  messages = 0;
  /** Runs of bytes that were no frame. */
  errors = 0;
  /** Such runs that were longer than any frame may be. */
  overruns = 0;
}

/** How the processing of a request ended. */
export interface Ending {
  /** Whether an answer is sent. */
  readonly answered: boolean;
  /** Set when it was refused, whether or not somebody is told. */
  readonly exceptionCode?: number;
  /** False for requests that the event counter leaves out, besides refused ones. */
  readonly event?: boolean;
}

/**
 * What one unit counts and remembers of its communication on one line: the counters CPT1 to CPT8 of functions 8, the
 * event counter of function 11, the event log of function 12, and whether it only listens. All of 16 bits; they wrap.
 */
export class CommCounters {
  /** Hears and counts, and neither does nor says anything, until its communication is restarted. */
  listenOnly = false;
  readonly #line: LineCounters;
  readonly #canBeSilenced: boolean;
  readonly #log = new CommEventLogBook();
  #base: Readonly<LineCounters> = new LineCounters();
  #exceptions = 0;
  #serverMessages = 0;
  #noResponses = 0;
  #naks = 0;
  #busy = 0;
  #events = 0;

  /** @param canBeSilenced false where everybody shares the line and one could silence it for all: 8/4 has no effect then. */
  constructor(line: LineCounters = new LineCounters(), canBeSilenced = true) {
    this.#line = line;
    this.#canBeSilenced = canBeSilenced;
  }

  /** Completed requests: what function 11 tells. */
  get eventCount(): number {
    return this.#events & 0xffff;
  }

  /** What function 12 tells, the newest first. */
  get events(): number[] {
    return this.#log.newestFirst();
  }

  /** A request for this unit, or for everybody, begins to be processed. */
  received(broadcast: boolean): void {
    this.#serverMessages += 1;
    this.#log.add(
      CommEvent.RECEIVED |
        (broadcast ? CommEvent.BROADCAST : 0) |
        (this.listenOnly ? CommEvent.LISTEN_ONLY : 0),
    );
  }

  /** A run of bytes was no frame. `overrun` when it is longer than any frame. */
  damaged(overrun: boolean): void {
    this.#log.add(
      CommEvent.RECEIVED |
        (overrun ? CommEvent.OVERRUN : CommEvent.COMMUNICATION_ERROR) |
        (this.listenOnly ? CommEvent.LISTEN_ONLY : 0),
    );
  }

  ended({ answered, exceptionCode, event = true }: Ending): void {
    if (!answered) this.#noResponses += 1;
    if (exceptionCode !== undefined) this.#exceptions += 1;
    else if (event) this.#events += 1;
    if (answered && exceptionCode === 6) this.#busy += 1;
    if (answered && exceptionCode === 7) this.#naks += 1;
    const refusal = answered && exceptionCode !== undefined ? refusalBit(exceptionCode) : 0;
    this.#log.add(CommEvent.SENT | refusal | (this.listenOnly ? CommEvent.LISTEN_ONLY : 0));
  }

  /** Function 8/4. */
  enterListenOnly(): void {
    if (!this.#canBeSilenced) return;
    this.listenOnly = true;
    this.#log.add(CommEvent.ENTERED_LISTEN_ONLY);
  }

  /** Function 8/1: what power-up does, but for the log, which is kept unless `clearLog`. */
  restart(clearLog: boolean): void {
    this.clear();
    this.listenOnly = false;
    if (clearLog) this.#log.clear();
    this.#log.add(CommEvent.RESTARTED);
  }

  /** Function 8/10: all counters, the event counter included. */
  clear(): void {
    this.#base = { ...this.#line };
    this.#exceptions = 0;
    this.#serverMessages = 0;
    this.#noResponses = 0;
    this.#naks = 0;
    this.#busy = 0;
    this.#events = 0;
  }

  /** Function 8/20. */
  clearOverruns(): void {
    this.#base = { ...this.#base, overruns: this.#line.overruns };
  }

  /** The counter that a sub-function of 8 returns, or undefined when it returns none. */
  counter(subFunction: number): number | undefined {
    const value = this.#counter(subFunction);
    return value === undefined ? undefined : value & 0xffff;
  }

  #counter(subFunction: number): number | undefined {
    switch (subFunction) {
      case DiagnosticSub.BUS_MESSAGE_COUNT:
        return this.#line.messages - this.#base.messages;
      case DiagnosticSub.BUS_COMMUNICATION_ERROR_COUNT:
        return this.#line.errors - this.#base.errors;
      case DiagnosticSub.BUS_EXCEPTION_ERROR_COUNT:
        return this.#exceptions;
      case DiagnosticSub.SERVER_MESSAGE_COUNT:
        return this.#serverMessages;
      case DiagnosticSub.SERVER_NO_RESPONSE_COUNT:
        return this.#noResponses;
      case DiagnosticSub.SERVER_NAK_COUNT:
        return this.#naks;
      case DiagnosticSub.SERVER_BUSY_COUNT:
        return this.#busy;
      case DiagnosticSub.BUS_CHARACTER_OVERRUN_COUNT:
        return this.#line.overruns - this.#base.overruns;
      default:
        return undefined;
    }
  }
}

function refusalBit(exceptionCode: number): number {
  if (exceptionCode <= 3) return CommEvent.SENT_EXCEPTION_1_TO_3;
  if (exceptionCode === 4) return CommEvent.SENT_EXCEPTION_4;
  if (exceptionCode <= 6) return CommEvent.SENT_EXCEPTION_5_TO_6;
  return exceptionCode === 7 ? CommEvent.SENT_NAK : 0;
}
