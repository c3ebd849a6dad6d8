import {
  AbortedError,
  type BusError,
  type ErrorFacts,
  FrameError,
  TimeoutError,
  TransportError,
} from './errors.js';
import type { FailureReason, Turn } from './turn.js';

/** What the line knows at the moment of a failure. */
export interface FailureContext {
  readonly medium: string;
  readonly now: number;
  /** The connection's echo: known, none, or not known yet. */
  readonly echo: boolean | undefined;
  /** True where there is a wire: its wiring and format may be at fault. */
  readonly wired: boolean;
  /** Answers of this unit that came after their time-out. */
  readonly late: number;
}

/** Collects what was measured during an attempt. */
export function factsOf(turn: Turn, context: Pick<FailureContext, 'medium' | 'now'>): ErrorFacts {
  const { exchange, startedAt, attempts } = turn.entry;
  return {
    unit: exchange.unit,
    sent: turn.sent ? exchange.request.slice() : undefined,
    received: turn.heard,
    elapsed: context.now - (startedAt ?? context.now),
    attempt: attempts,
    medium: context.medium,
    outcomeUnknown: turn.sent && !exchange.repeatable,
  };
}

/** The one place where an attempt without an answer becomes an error. */
export function failureOf(turn: Turn, reason: FailureReason, context: FailureContext): BusError {
  const { label } = turn.entry.exchange;
  const facts = factsOf(turn, context);
  const details = { label, facts, hint: unknownOutcome(facts, hintFor(turn, reason, context)) };
  const within = `${turn.entry.timeout} ms`;
  switch (reason) {
    case 'aborted':
      return new AbortedError(`${label}: given up by the caller`, {
        ...details,
        cause: turn.entry.signal?.reason,
      });
    case 'write-stalled':
      return new TransportError(
        'write-failed',
        `${label}: the port accepted no bytes for ${within}`,
        details,
      );
    case 'line-busy':
      return new TimeoutError('line-busy', `${label}: the line never fell silent for ${within}`, details);
    case 'echo-mismatch':
      return new FrameError('echo-mismatch', `${label}: the echo differs from what was sent`, details);
    case 'damaged':
      return new FrameError('checksum', `${label}: the answer came with a wrong checksum`, details);
    case 'timeout':
    case 'doubted':
      return timeoutError(turn, within, details);
  }
}

function timeoutError(
  turn: Turn,
  within: string,
  details: { label: string; facts: ErrorFacts; hint: string | undefined },
): BusError {
  const { label } = details;
  if (turn.wrong !== undefined) return turn.wrong.addFacts(label, details.facts);
  if (turn.copyHeld) {
    return new FrameError(
      'echo-ambiguous',
      `${label}: what came back may be the answer or only an echo`,
      details,
    );
  }
  if (turn.damaged)
    return new FrameError('checksum', `${label}: the answer came with a wrong checksum`, details);
  if (turn.heardLength > 0 && !turn.echoHeard && turn.strangers.size === 0 && !turn.doubtfulRefusal) {
    const heard = `${turn.heardLength} bytes came within ${within}, but no whole answer`;
    return new TimeoutError('incomplete-reply', `${label}: ${heard}`, details);
  }
  return new TimeoutError('no-reply', `${label}: no answer within ${within}`, details);
}

function unknownOutcome(facts: ErrorFacts, hint: string | undefined): string | undefined {
  if (facts.outcomeUnknown !== true) return hint;
  return `It may have been carried out all the same: read it back before you repeat it.${hint ? ` ${hint}` : ''}`;
}

function hintFor(turn: Turn, reason: FailureReason, context: FailureContext): string | undefined {
  if (reason === 'aborted') return undefined;
  if (reason === 'write-stalled')
    return 'Check hardware flow control (RTS/CTS) and whether the adaptor still works.';
  if (reason === 'line-busy')
    return 'Another master talks on this line, or the receiver hears noise: check the bias resistors.';
  if (reason === 'echo-mismatch') return 'Two senders at once, or no echo on this adaptor: try echo off.';
  if (turn.copyHeld)
    return 'Read a register once so that the line learns whether there is an echo, or set echo to true or false.';
  if (turn.damaged) return 'Check parity and stop bits, termination, and cable length.';
  if (turn.doubtfulRefusal)
    return 'A refusal came that may belong to this question or to an earlier one that was given up.';
  if (isCutEcho(turn))
    return 'What came is the beginning of the request itself: a local echo, or crossed wires. Check the wiring, or switch echo on.';
  if (turn.echoHeard)
    return 'Only the echo of the request was heard: the device is silent, or wired wrongly, or has another address.';
  if (turn.strangers.size > 0)
    return `Unit ${[...turn.strangers].join(', ')} was heard instead: check the address.`;
  if (context.late > 0) {
    return `Answers of this unit have come after the time-out (${context.late} so far): allow more than ${turn.entry.timeout} ms.`;
  }
  if (context.echo === true) return 'Not even the echo was heard: check the adaptor and the cable.';
  if (turn.heardLength > 0) {
    return `Bytes without a frame usually mean another ${context.wired ? 'baud rate, parity or ' : ''}protocol.`;
  }
  if (!context.wired) return 'Check the unit and whether the device is on, or allow a longer time-out.';
  return 'Check address, baud rate, parity, power and wiring (swap A and B), or allow a longer time-out.';
}

/** True when what was heard is the request without its end, at least unit, function and one byte more. */
function isCutEcho({ heard, heardLength, entry }: Turn): boolean {
  const { request } = entry.exchange;
  if (heardLength < 3 || heardLength >= request.length) return false;
  return heard.every((byte, index) => byte === request[index]);
}
