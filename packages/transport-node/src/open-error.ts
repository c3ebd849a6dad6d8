import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { TransportError } from '@bus/line';
import { listPorts } from './list-ports.js';
import type { LockHolder } from './lock-holder.js';

/** Why a port did not open, with what to do about it. */
interface Diagnosis {
  readonly what: string;
  readonly hint: string;
}

/** The native part names no error codes, so what is wrong is found out by looking at the path, and else by its words. */
export async function openError(path: string, medium: string, cause: unknown): Promise<TransportError> {
  const message = (cause as Error).message ?? String(cause);
  const { what, hint } = (await byPath(path)) ?? byMessage(message);
  return new TransportError('open-failed', `${path} ${what}`, { facts: { medium }, hint, cause });
}

/** The error of a port that is locked by somebody. */
export function lockedError(
  path: string,
  medium: string,
  holder?: LockHolder,
  cause?: unknown,
): TransportError {
  return new TransportError('open-failed', `${path} is in use by ${nameOf(holder)}`, {
    facts: { medium },
    hint: 'End the other program, or share one line: all calls of one process can go through the same Line.',
    cause,
  });
}

function nameOf(holder: LockHolder | undefined): string {
  if (!holder?.pid) return 'another process';
  if (holder.pid === process.pid) return 'this process, which has it open already';
  return holder.command === undefined ? `process ${holder.pid}` : `process ${holder.pid} (${holder.command})`;
}

async function byPath(path: string): Promise<Diagnosis | undefined> {
  if (process.platform === 'win32') return undefined;
  const failure = await stat(path).then(
    () => undefined,
    error => (error as NodeJS.ErrnoException).code,
  );
  if (failure === 'ENOENT' || failure === 'ENOTDIR')
    return { what: 'does not exist', hint: await existingPorts() };
  if (!(await stat(path).catch(() => undefined))?.isCharacterDevice() && failure === undefined)
    return { what: 'is not a serial port', hint: await existingPorts() };
  const allowed = await access(path, constants.R_OK | constants.W_OK).then(
    () => true,
    error => !['EACCES', 'EPERM'].includes(String((error as NodeJS.ErrnoException).code)),
  );
  return allowed ? undefined : refused;
}

const refused: Diagnosis = {
  what: 'may not be opened by this user',
  hint:
    process.platform === 'win32'
      ? 'Another program has it open, or this user may not use it.'
      : 'Serial ports belong to the group dialout (uucp on some systems): sudo usermod -aG dialout $USER, then log in again.',
};

function byMessage(message: string): Diagnosis {
  if (/inappropriate ioctl|not a typewriter/i.test(message))
    return {
      what: 'is not a serial port',
      hint: 'It is some other device; list the ports to find the right one.',
    };
  if (/input\/output error/i.test(message))
    return {
      what: 'has no working hardware behind it',
      hint: 'Plug the adapter in again, or choose another port.',
    };
  if (/permission denied|access (is )?denied/i.test(message)) return refused;
  if (/file not found|no such (file|device)/i.test(message))
    return { what: 'does not exist', hint: 'List the ports, and look whether the adapter is plugged in.' };
  if (/busy|cannot lock|temporarily unavailable/i.test(message))
    return { what: 'is in use by another process', hint: 'End the other program that has it open.' };
  if (/invalid argument|baud rate|parity|stop bits|data bits/i.test(message))
    return {
      what: `refuses these settings: ${message}`,
      hint: 'Try a usual speed, and 8 data bits with 1 stop bit.',
    };
  return {
    what: `could not be opened: ${message}`,
    hint: 'Look whether the adapter is plugged in and its driver loaded.',
  };
}

async function existingPorts(): Promise<string> {
  const ports = await listPorts().catch(() => []);
  if (ports.length === 0) return 'No serial port was found on this machine; is the adapter plugged in?';
  return `Serial ports on this machine: ${ports.map(port => port.path).join(', ')}.`;
}
