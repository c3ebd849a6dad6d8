import { describe, expect, it } from 'vitest';
import { commandOf } from './command-of.js';

const files = (cmdline: string | undefined, comm: string | undefined) => async (path: string) =>
  ({ '/proc/41/cmdline': cmdline, '/proc/41/comm': comm })[path];

describe('commandOf', () => {
  it.each([
    ['/usr/bin/minicom\0-D\0/dev/ttyUSB0\0', 'minicom\n', 'minicom'],
    // As Node 24 calls its main thread.
    ['node\0bus.js\0', 'MainThread\n', 'node'],
    ['-bash\0', 'bash\n', 'bash'],
    ['sshd: root@pts/0', 'sshd\n', 'sshd'],
    ['/usr/sbin/modbusd -f /etc/modbusd.conf', 'modbusd\n', 'modbusd'],
    ['', 'kworker/0:1\n', 'kworker/0:1'],
    [undefined, 'socat\n', 'socat'],
    ['/\0', 'odd\n', 'odd'],
    ['\0', '\n', undefined],
    [undefined, undefined, undefined],
    [`${'x'.repeat(50)}\0`, 'x\n', 'x'.repeat(40)],
  ])('makes %j and %j to %s', async (cmdline, comm, name) => {
    expect(await commandOf(41, files(cmdline, comm))).toBe(name);
  });
});
