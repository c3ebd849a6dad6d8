import { describe, expect, it } from 'vitest';
import { type FakeMachine, fakeSystem } from '../../test/fake-system.js';
import { ports } from './ports.js';

const path = '/dev/ttyUSB1';
const adapter = { path, vendorId: '0403', productId: '6001' };
const look = async (machine: FakeMachine, port = adapter) =>
  (await ports({ listPorts: async () => [port] }, fakeSystem(machine))).ports[0]!;

describe('the ports service', () => {
  it('returns what the machine has, with driver and lasting names', async () => {
    const port = await look({
      links: {
        '/proc/7/fd/3': '/dev/null',
        '/dev/serial/by-id/usb-FTDI_A1': path,
        '/sys/class/tty/ttyUSB1/device/driver': '/sys/bus/usb-serial/drivers/ftdi_sio',
      },
      files: { '/sys/bus/usb-serial/devices/ttyUSB1/latency_timer': '16\n' },
    });
    expect(port).toEqual({
      ...adapter,
      driver: 'ftdi_sio',
      latencyTimer: 16,
      aliases: ['/dev/serial/by-id/usb-FTDI_A1'],
      access: 'yes',
      holders: [],
    });
  });

  it('asks this machine unless told otherwise', async () => {
    expect((await ports()).ports).toBeInstanceOf(Array);
  });

  it('names the processes that have a port open, also by another name of it', async () => {
    const port = await look(
      {
        links: { '/proc/41/fd/5': path, '/proc/42/fd/0': '/dev/pts/1', '/dev/bus-line': path },
        files: { '/proc/41/comm': 'minicom\n' },
      },
      { ...adapter, path: '/dev/bus-line' },
    );
    expect(port.holders).toEqual([{ pid: 41, command: 'minicom' }]);
    expect(port).not.toHaveProperty('moreHolders');
  });

  it('says when there are processes that this user may not look into, and tells locks all the same', async () => {
    const closed = { links: { '/proc/41/fd/5': path }, closed: ['/proc/41/fd'] };
    expect(await look(closed)).toMatchObject({ holders: [], moreHolders: true });
    const locks = { [path]: { pid: 41, command: 'modpoll' } };
    expect(await look({ ...closed, locks })).toMatchObject({ holders: [{ pid: 41, command: 'modpoll' }] });
  });

  it('does not guess on other systems', async () => {
    expect(await look({ platform: 'darwin' })).not.toHaveProperty('holders');
    expect(await look({ platform: 'win32' }, { ...adapter, path: 'COM3' })).toMatchObject({
      access: 'unknown',
    });
  });

  it('says how to get the right to open a port', async () => {
    const files = { '/etc/group': 'root:x:0:\ndialout:x:20:ann\n' };
    const ben = await look({ files, user: { name: 'ben', groups: [1000] } });
    expect(ben).toMatchObject({
      access: 'no',
      advice: 'It belongs to the group dialout: sudo usermod -aG dialout ben, then log in again.',
    });
    const ann = await look({ files, user: { name: 'ann', groups: [1000] } });
    expect(ann.advice).toMatch(/log in again, or run newgrp dialout/);
    const uucp = await look({ files: { '/etc/group': 'uucp:x:20:\n' }, user: { groups: [] } });
    expect(uucp.advice).toMatch(/usermod -aG uucp \$USER/);
    const mac = await look({ platform: 'darwin', user: { groups: [] } });
    expect(mac).toMatchObject({ access: 'no', advice: expect.stringContaining('/dev/cu.*') });
  });

  it('proposes a udev rule where no group has the right', async () => {
    const port = await look({ facts: { [path]: { uid: 0, gid: 0, mode: 0o600 } }, user: { groups: [1000] } });
    expect(port.advice).toContain(
      'SUBSYSTEM=="tty", KERNEL=="ttyUSB*", ATTRS{idVendor}=="0403", ATTRS{idProduct}=="6001", MODE="0660", GROUP="dialout"',
    );
  });
});
