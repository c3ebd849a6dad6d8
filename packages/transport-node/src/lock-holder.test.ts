import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { lockHolder } from './lock-holder.js';

const directory = mkdtempSync(join(tmpdir(), 'bus-locks-'));
const locks = join(directory, 'locks');
const device = join(directory, 'device');
writeFileSync(device, '');
afterAll(() => rmSync(directory, { recursive: true }));

function entry(kind: string, mode: string, pid: number, inode: number): string {
  const { dev } = statSync(device);
  const major = ((dev >> 8) & 0xfff).toString(16).padStart(2, '0');
  const minor = ((dev & 0xff) | ((dev >> 12) & 0xfff00)).toString(16).padStart(2, '0');
  return `${kind}  ADVISORY  ${mode} ${pid} ${major}:${minor}:${inode} 0 EOF\n`;
}

describe('lockHolder', () => {
  it('names the process that has the exclusive lock', async () => {
    const { ino } = statSync(device);
    writeFileSync(
      locks,
      `1: ${entry('FLOCK', 'WRITE', 1, ino + 1)}2: ${entry('FLOCK', 'WRITE', process.pid, ino)}`,
    );
    expect(await lockHolder(device, locks)).toEqual({ pid: process.pid, command: 'this process' });
  });

  it('tells a holder that cannot be seen from here', async () => {
    writeFileSync(locks, `1: ${entry('FLOCK', 'WRITE', 0, statSync(device).ino)}`);
    expect(await lockHolder(device, locks)).toMatchObject({ pid: 0 });
  });

  it('passes over shared locks, locks of ranges and waiting processes', async () => {
    const { ino } = statSync(device);
    const waiting = `3: -> ${entry('FLOCK', 'WRITE', 9, ino)}`;
    writeFileSync(
      locks,
      `1: ${entry('POSIX', 'WRITE', 9, ino)}2: ${entry('FLOCK', 'READ ', 9, ino)}${waiting}`,
    );
    expect(await lockHolder(device, locks)).toBeUndefined();
  });

  it('finds nobody where locks are not listed, or the device is not there', async () => {
    expect(await lockHolder(device, join(directory, 'none'))).toBeUndefined();
    expect(await lockHolder(join(directory, 'none'), locks)).toBeUndefined();
  });
});
