import { BusError, type ErrorCode } from '@bus/line';

/** What the shell is told. */
export const ExitCode = {
  OK: 0,
  /** A mistake in the program itself. */
  INTERNAL: 1,
  USAGE: 2,
  NO_REPLY: 3,
  DEVICE: 4,
  TRANSPORT: 5,
  BAD_FRAME: 6,
  /** Ended by Ctrl-C: 128 and the number of SIGINT. */
  INTERRUPTED: 130,
  /** Ended by SIGTERM, as service managers do. */
  TERMINATED: 143,
} as const;

/** The exit code of every error code. */
export const exitCodes: Readonly<Record<ErrorCode, number>> = {
  'bad-argument': ExitCode.USAGE,
  'no-reply': ExitCode.NO_REPLY,
  'incomplete-reply': ExitCode.NO_REPLY,
  'line-busy': ExitCode.NO_REPLY,
  device: ExitCode.DEVICE,
  'open-failed': ExitCode.TRANSPORT,
  disconnected: ExitCode.TRANSPORT,
  closed: ExitCode.TRANSPORT,
  'write-failed': ExitCode.TRANSPORT,
  'driver-missing': ExitCode.TRANSPORT,
  checksum: ExitCode.BAD_FRAME,
  'echo-mismatch': ExitCode.BAD_FRAME,
  'echo-ambiguous': ExitCode.BAD_FRAME,
  'wrong-count': ExitCode.BAD_FRAME,
  'wrong-echo': ExitCode.BAD_FRAME,
  malformed: ExitCode.BAD_FRAME,
  aborted: ExitCode.INTERRUPTED,
};

/** The exit code for anything that was thrown. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof BusError) return exitCodes[error.code];
  return isCommandLineError(error) ? ExitCode.USAGE : ExitCode.INTERNAL;
}

/** Does oclif say that the command line makes no sense? */
export function isCommandLineError(error: unknown): error is Error {
  return error instanceof Error && typeof (error as { oclif?: { exit?: unknown } }).oclif?.exit === 'number';
}
