import { readFile, stat } from 'node:fs/promises';
import { commandOf } from './command-of.js';

/** The process that has a file locked. */
export interface LockHolder {
  /** 0 when it belongs to another container. */
  readonly pid: number;
  /** Its command, if that can be told. */
  readonly command: string | undefined;
}

/**
 * Who has an exclusive lock on a device, as Linux tells it; `undefined` where nobody has, or the platform does not tell.
 *
 * Asked before a port is opened: opening sets the line's format before it finds the lock, and so would disturb the
 * holder.
 */
export async function lockHolder(path: string, locksFile = '/proc/locks'): Promise<LockHolder | undefined> {
  try {
    const { dev, ino } = await stat(path);
    const pid = holderOf(await readFile(locksFile, 'utf8'), dev, ino);
    return pid === undefined ? undefined : { pid, command: await holderName(pid) };
  } catch {
    return undefined;
  }
}

/** A line reads `1: FLOCK  ADVISORY  WRITE 7198 00:1a:3 0 EOF`: process, then device (hex) and inode. */
function holderOf(locks: string, device: number, inode: number): number | undefined {
  const major = (device >> 8) & 0xfff;
  const minor = (device & 0xff) | ((device >> 12) & 0xfff00);
  for (const match of locks.matchAll(/^\d+: FLOCK +\S+ +WRITE +(-?\d+) +([0-9a-f]+):([0-9a-f]+):(\d+) /gm)) {
    const [, pid, lockMajor, lockMinor, lockInode] = match;
    if (
      Number.parseInt(lockMajor!, 16) === major &&
      Number.parseInt(lockMinor!, 16) === minor &&
      Number(lockInode) === inode
    )
      return Math.max(0, Number(pid));
  }
  return undefined;
}

async function holderName(pid: number): Promise<string | undefined> {
  if (pid === process.pid) return 'this process';
  return await commandOf(pid, path => readFile(path, 'utf8').catch(() => undefined));
}
