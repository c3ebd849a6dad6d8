import { BusError, type ErrorFacts, formatHex } from '@bus/line';
import { ExitCode, exitCodeOf, isCommandLineError } from './exit-code.js';

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
  const { sent, received, medium } = told.facts;
  const rows: [string, string | undefined][] = [
    ['line', sent === undefined ? undefined : medium],
    ['sent', sent],
    ['heard', sent === undefined ? undefined : received || 'nothing'],
    ['try', told.hint],
  ];
  const mistake = exitCode === ExitCode.INTERNAL ? 'a mistake in bus itself: ' : '';
  return [
    `bus: ${mistake}${told.message}`,
    ...rows.filter(([, text]) => text !== undefined).map(([name, text]) => `  ${name.padEnd(5)}  ${text}`),
  ];
}

/** An error for programs. */
export function errorJson(error: unknown): ErrorJson {
  const exitCode = exitCodeOf(error);
  if (!(error instanceof BusError)) return { error: { ...foreignError(error), facts: {} }, exitCode };
  const { name, code, message, hint, label, facts } = error;
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

function foreignError(error: unknown): { name: string; code: string; message: string; hint?: string } {
  const message = error instanceof Error ? error.message : String(error);
  if (!isCommandLineError(error)) return { name: 'Error', code: 'internal', message };
  // oclif's last line names the help.
  const what = message.replace(/\nSee more help.*$/s, '');
  const lines = what.replace(/^Parsing (\S+)\s*\n\s*/, '$1: ').split('\n');
  const text = lines.filter(line => !/^The following errors? occurred/.test(line)).map(line => line.trim());
  const hint = /^command /.test(what) ? 'bus --help shows all commands.' : '--help shows all flags.';
  return {
    name: 'UsageError',
    code: 'bad-argument',
    message: missingArgument(error) ?? text.join('; '),
    hint,
  };
}

/** oclif lists what is missing with its description, wrapped to a terminal's width. */
function missingArgument(error: Error): string | undefined {
  const { args } = error as { args?: readonly { name: string; options?: readonly string[] }[] };
  if (!/^Missing \d+ required arg/.test(error.message) || !Array.isArray(args)) return undefined;
  const names = args.map(({ name, options }) =>
    options === undefined ? name : `${name}, one of ${options.join(', ')}`,
  );
  return `missing: ${names.join('; ')}`;
}

/** Milliseconds to a tenth. */
const round = (elapsed: number | undefined) => elapsed && Math.round(elapsed * 10) / 10;
