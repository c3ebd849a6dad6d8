import { ExitCode, exitCodeOf, exitCodes } from '@bus/cli';
import { RpcCode, RpcError } from '../protocol/index.js';

const codes: Readonly<Record<number, number>> = {
  [RpcCode.INVALID_PARAMS]: ExitCode.USAGE,
  [RpcCode.NOT_FOUND]: ExitCode.USAGE,
  [RpcCode.NO_ANSWER]: ExitCode.NO_REPLY,
  [RpcCode.UNAUTHORIZED]: ExitCode.TRANSPORT,
  [RpcCode.TOO_FAST]: ExitCode.TRANSPORT,
  [RpcCode.QUEUE_FULL]: ExitCode.TRANSPORT,
  [RpcCode.TOO_MANY_CLIENTS]: ExitCode.TRANSPORT,
  [RpcCode.DISCONNECTED]: ExitCode.TRANSPORT,
};

/** The exit code for anything that was thrown: what the line said counts as if it were here. */
export function remoteExitCode(error: unknown): number {
  if (!(error instanceof RpcError)) return exitCodeOf(error);
  if (error.code !== RpcCode.LINE) return codes[error.code] ?? ExitCode.INTERNAL;
  const code = error.data?.code ?? '';
  return Object.hasOwn(exitCodes, code) ? exitCodes[code as keyof typeof exitCodes] : ExitCode.INTERNAL;
}
