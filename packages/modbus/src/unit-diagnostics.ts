import { character } from './framing/ascii.js';
import { type CommEventCounter, getCommEventCounter } from './pdu/comm-event-counter.js';
import { type CommEventLog, getCommEventLog } from './pdu/comm-event-log.js';
import { DiagnosticSub, diagnostics } from './pdu/diagnostics.js';
import { readExceptionStatus } from './pdu/read-exception-status.js';
import type { CallOptions, UnitRequests } from './unit-requests.js';

/** What a device counts about its own communication, by the name that the specification gives it. */
const COUNTERS = {
  busMessages: DiagnosticSub.BUS_MESSAGE_COUNT,
  communicationErrors: DiagnosticSub.BUS_COMMUNICATION_ERROR_COUNT,
  exceptions: DiagnosticSub.BUS_EXCEPTION_ERROR_COUNT,
  serverMessages: DiagnosticSub.SERVER_MESSAGE_COUNT,
  noResponses: DiagnosticSub.SERVER_NO_RESPONSE_COUNT,
  naks: DiagnosticSub.SERVER_NAK_COUNT,
  busy: DiagnosticSub.SERVER_BUSY_COUNT,
  overruns: DiagnosticSub.BUS_CHARACTER_OVERRUN_COUNT,
} as const;

/** A counter of function 8. */
export type DiagnosticCounter = keyof typeof COUNTERS;

/** Functions 7, 8, 11 and 12: what a device knows of itself and of its line. */
export class UnitDiagnostics {
  readonly #requests: UnitRequests;

  constructor(requests: UnitRequests) {
    this.#requests = requests;
  }

  /** Function 7: eight outputs that the device defines, as a number 0..255. */
  async exceptionStatus(options?: CallOptions): Promise<number> {
    return (await this.#requests.ask(readExceptionStatus, {}, options)).status;
  }

  /**
   * Function 8/0: sends bytes that the device must send back; an even number from 2 to 250.
   *
   * @throws {ReplyError} `wrong-echo` when it sends back others.
   */
  async loopBack(data: Uint8Array = Uint8Array.of(0xa5, 0x37), options?: CallOptions): Promise<void> {
    await this.#requests.ask(diagnostics, { subFunction: DiagnosticSub.RETURN_QUERY_DATA, data }, options);
  }

  /**
   * Function 8/1: restarts the device's port, clears its counters, and ends listen-only mode.
   *
   * @param clearLog also clears the event log.
   * @param listenOnly the device is in listen-only mode and will not answer.
   */
  async restart({
    clearLog = false,
    listenOnly = false,
    ...options
  }: CallOptions & { clearLog?: boolean; listenOnly?: boolean } = {}): Promise<void> {
    const codec = listenOnly ? { ...diagnostics, unanswered: () => true } : diagnostics;
    const data = Uint8Array.of(clearLog ? 0xff : 0, 0);
    await this.#requests.tell(codec, { subFunction: DiagnosticSub.RESTART_COMMUNICATIONS, data }, options);
  }

  /** Function 8/2: a register of which the device defines the meaning. */
  register(options?: CallOptions): Promise<number> {
    return this.#number(DiagnosticSub.RETURN_DIAGNOSTIC_REGISTER, options);
  }

  /**
   * Function 8/3: from now on the device ends ASCII frames with this character. Nothing else is changed here: speak with it
   * through a unit that has the new delimiter.
   */
  async changeDelimiter(delimiter: string, options?: CallOptions): Promise<void> {
    const data = Uint8Array.of(character('delimiter', delimiter), 0);
    await this.#requests.tell(
      diagnostics,
      { subFunction: DiagnosticSub.CHANGE_ASCII_DELIMITER, data },
      options,
    );
  }

  /** Function 8/4: the device falls silent until `restart({ listenOnly: true })`. It does not answer this either. */
  async forceListenOnly(options?: CallOptions): Promise<void> {
    await this.#requests.tell(
      diagnostics,
      { subFunction: DiagnosticSub.FORCE_LISTEN_ONLY, data: ZERO },
      options,
    );
  }

  /** Function 8/10: clears all counters and the diagnostic register. */
  async clearCounters(options?: CallOptions): Promise<void> {
    await this.#requests.tell(
      diagnostics,
      { subFunction: DiagnosticSub.CLEAR_COUNTERS, data: ZERO },
      options,
    );
  }

  /** Function 8/20: clears the overrun counter. */
  async clearOverruns(options?: CallOptions): Promise<void> {
    await this.#requests.tell(diagnostics, { subFunction: DiagnosticSub.CLEAR_OVERRUN, data: ZERO }, options);
  }

  /** Functions 8/11 to 8/18: one of the device's counters, 0..65535. */
  counter(name: DiagnosticCounter, options?: CallOptions): Promise<number> {
    return this.#number(COUNTERS[name], options);
  }

  /** Function 11: how many messages the device has completed. */
  eventCounter(options?: CallOptions): Promise<CommEventCounter> {
    return this.#requests.ask(getCommEventCounter, {}, options);
  }

  /** Function 12: the device's log of up to 64 events, the newest first. */
  eventLog(options?: CallOptions): Promise<CommEventLog> {
    return this.#requests.ask(getCommEventLog, {}, options);
  }

  async #number(subFunction: number, options?: CallOptions): Promise<number> {
    const { data } = await this.#requests.ask(diagnostics, { subFunction, data: ZERO }, options);
    return data[0]! * 256 + data[1]!;
  }
}

const ZERO = Uint8Array.of(0, 0);
