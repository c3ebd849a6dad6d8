import { BusError } from '@bus/line';
import { RpcError } from '../protocol/index.js';
import { remoteExitCode } from './exit-code.js';

/** A failure for people: what happened, the bytes, and what to try. */
export function formatFailure(error: unknown): string[] {
  const data = error instanceof RpcError ? error.data : undefined;
  const hint = error instanceof BusError ? error.hint : data?.hint;
  const rows: [string, string | undefined][] = [
    ['sent', data?.sent],
    ['heard', data?.sent === undefined ? undefined : data.received || 'nothing'],
    ['try', hint],
  ];
  const shown = rows.filter(([, text]) => text !== undefined);
  return [`bus-demo: ${messageOf(error)}`, ...shown.map(([name, text]) => `  ${name.padEnd(5)}  ${text}`)];
}

/** A failure for programs. */
export function failureJson(error: unknown): object {
  const exitCode = remoteExitCode(error);
  if (error instanceof RpcError) return { error: error.toObject(), exitCode };
  if (error instanceof BusError)
    return { error: { message: error.message, data: { code: error.code, hint: error.hint } }, exitCode };
  return { error: { message: messageOf(error) }, exitCode };
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
