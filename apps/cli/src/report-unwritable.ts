import type { EventEmitter } from 'node:events';
import { ExitCode } from './exit-code.js';

/** A stream of the process that is written to. */
type Output = Pick<EventEmitter, 'on' | 'removeAllListeners'>;

/** Where it is said. */
export interface UnwritableReport {
  stdout: Output;
  stderr: Output & { write(text: string): unknown };
  /** Called when the exit code is to be 1, whatever else comes of the command. */
  fail(code: number): void;
}

/**
 * Says once that the output cannot be written, such as when the disk is full. A reader that is gone is no failure. oclif
 * would throw the error out of nowhere, and Node does so for stderr.
 */
export function reportUnwritable({ stdout, stderr, fail }: UnwritableReport): void {
  let said = false;
  stdout.removeAllListeners('error');
  stdout.on('error', ({ code, message }: NodeJS.ErrnoException) => {
    if (code === 'EPIPE' || said) return;
    said = true;
    fail(ExitCode.INTERNAL);
    stderr.write(`bus: the output cannot be written: ${message}\n`);
  });
  // There is no other place to say it, and the results may still arrive.
  stderr.removeAllListeners('error');
  stderr.on('error', () => undefined);
}

/** Has its exit code stand at the end, when the command has set its own. */
export function failAtExit(code: number): void {
  process.once('exit', () => {
    process.exitCode = code;
  });
}
