import { UsageError } from '@bus/line';
import { DiagnosticSub, type Diagnostics } from '../pdu/diagnostics.js';
import { PduError } from '../pdu/pdu-error.js';
import type { AnsweringContext } from './request-context.js';

/** What a diagnostics request leads to. */
export interface Diagnosis {
  readonly response: Diagnostics;
  /** Carried out when the request is done with, answer and counting included. */
  readonly afterwards?: () => void;
}

/** The part of a unit that function 8 reads and clears. */
export interface DiagnosticRegister {
  diagnosticRegister: number;
}

/** Carries out function 8. The response to sub-function 4 is never sent. */
export function diagnose(
  request: Diagnostics,
  unit: DiagnosticRegister,
  { counters, changeDelimiter, restarted }: AnsweringContext,
): Diagnosis {
  const { subFunction, data } = request;
  const count = counters.counter(subFunction);
  if (count !== undefined) return { response: word(subFunction, count) };
  switch (subFunction) {
    case DiagnosticSub.RESTART_COMMUNICATIONS:
      return {
        response: request,
        afterwards: () => {
          counters.restart(data[0] === 0xff);
          restarted?.();
        },
      };
    case DiagnosticSub.RETURN_DIAGNOSTIC_REGISTER:
      return { response: word(subFunction, unit.diagnosticRegister) };
    case DiagnosticSub.CHANGE_ASCII_DELIMITER:
      if (changeDelimiter !== undefined) setDelimiter(changeDelimiter, data[0]!);
      return { response: request };
    case DiagnosticSub.FORCE_LISTEN_ONLY:
      return { response: request, afterwards: () => counters.enterListenOnly() };
    case DiagnosticSub.CLEAR_COUNTERS:
      return {
        response: request,
        afterwards: () => {
          counters.clear();
          unit.diagnosticRegister = 0;
        },
      };
    case DiagnosticSub.CLEAR_OVERRUN:
      counters.clearOverruns();
      return { response: request };
    default:
      return { response: request };
  }
}

function word(subFunction: number, value: number): Diagnostics {
  return { subFunction, data: Uint8Array.of(value >> 8, value) };
}

function setDelimiter(change: (delimiter: string) => void, code: number): void {
  try {
    change(String.fromCharCode(code));
  } catch (error) {
    if (error instanceof UsageError) throw new PduError('value', error.message);
    throw error;
  }
}
