import { BusError, type ErrorFacts, formatHex } from '@bus/line';
import { commandLineMistake } from './command-line-error.js';
import { ExitCode, exitCodeOf, isCommandLineError } from './exit-code.js';
import { frameText } from './frame-text.js';

/** An error as `--json` prints it; bytes are hexadecimal text. */
export interface ErrorJson {
  error: {
    name: string;
    code: string;
    message: string;
    hint?: string;
    label?: string;
    facts: Omit<ErrorFacts, 'sent' | 'received'> & { sent?: string; received?: string };
    /** What a Modbus device gave as its reason. */
    exceptionCode?: number;
  };
  /** True when no real instrument was asked; absent when no line had been chosen. */
  simulated?: boolean;
  exitCode: number;
}

/** An error for people: what happened, the bytes, and what to try. */
export function formatError(error: unknown): string[] {
  const { error: told, exitCode } = errorJson(error);
  const { medium } = told.facts;
  const { sent, received } = error instanceof BusError ? error.facts : {};
  const rows: [string, string | undefined][] = [
    ['line', sent === undefined ? undefined : medium],
    ['sent', sent && withText(sent)],
    ['heard', sent && (received?.length ? withText(received) : 'nothing')],
    ['try', told.hint],
  ];
  const mistake = exitCode === ExitCode.INTERNAL ? 'a mistake in bus itself: ' : '';
  return [
    `bus: ${mistake}${told.message}`,
    ...rows.filter(([, text]) => text !== undefined).map(([name, text]) => `  ${name.padEnd(5)}  ${text}`),
  ];
}

/** Bytes, and behind them the text that they are, if they are one. */
function withText(bytes: Uint8Array): string {
  const text = frameText(bytes);
  return text === undefined ? formatHex(bytes) : `${formatHex(bytes)}  ${text}`;
}

/** An error for programs. */
export function errorJson(error: unknown): ErrorJson {
  const exitCode = exitCodeOf(error);
  if (!(error instanceof BusError)) return { error: { ...foreignError(error), facts: {} }, exitCode };
  const { name, code, message, label, facts } = error;
  const hint = isTaken(error) ? SHARE : error.hint;
  const { sent, received, ...others } = facts;
  const { exceptionCode } = error as { exceptionCode?: number };
  return {
    error: {
      name,
      code,
      message,
      hint,
      label,
      facts: {
        ...others,
        elapsed: round(others.elapsed),
        sent: sent && formatHex(sent),
        received: received && formatHex(received),
      },
      exceptionCode,
    },
    exitCode,
  };
}

/** Another program has the port open. What the library advises is for those who write programs. */
const isTaken = ({ code, message }: BusError) =>
  code === 'open-failed' && /^\S+ is in use by (another )?process/.test(message);

const SHARE =
  'End the other program, or let several share the port: bus gateway --port <port> serves it at tcp://127.0.0.1:1502, ' +
  'which each of them gives as its --port.';

function foreignError(error: unknown): { name: string; code: string; message: string; hint?: string } {
  const message = error instanceof Error ? error.message : String(error);
  if (!isCommandLineError(error)) return { name: 'Error', code: 'internal', message };
  return { name: 'UsageError', code: 'bad-argument', ...commandLineMistake(error) };
}

/** Milliseconds to a tenth. */
const round = (elapsed: number | undefined) => elapsed && Math.round(elapsed * 10) / 10;
