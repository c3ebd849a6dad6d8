import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { TransportError } from '@bus/line';
import { afterEach, describe, expect, it } from 'vitest';
import { listLinuxPorts } from './list-linux-ports.js';
import { listByBinding, listPorts } from './list-ports.js';

const roots: string[] = [];
afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true });
});

/** A directory with files (text), links (an array with the target) and directories (null). */
function tree(entries: Record<string, string | [string] | null>): string {
  const root = mkdtempSync(join(tmpdir(), 'bus-sys-'));
  roots.push(root);
  for (const [name, content] of Object.entries(entries)) {
    const path = join(root, name);
    mkdirSync(content === null ? path : dirname(path), { recursive: true });
    if (Array.isArray(content)) symlinkSync(join(root, content[0]), path);
    else if (content !== null) writeFileSync(path, content);
  }
  return root;
}

describe('listLinuxPorts', () => {
  it('finds adapters with what is known of them, and leaves out consoles, phantoms and ports without a node', async () => {
    const root = tree({
      'devices/usb1/1-2/idVendor': '0403\n',
      'devices/usb1/1-2/idProduct': '6001\n',
      'devices/usb1/1-2/manufacturer': 'FTDI\n',
      'devices/usb1/1-2/serial': 'A9M2\n',
      'devices/usb1/1-2/1-2:1.0/ttyUSB0/driver': 'ftdi_sio',
      'devices/usb1/1-3/idVendor': '1a86',
      'devices/usb1/1-3/1-3:1.0/driver': 'cdc_acm',
      'devices/uart/driver': 'serial8250',
      'class/ttyUSB0/device': ['devices/usb1/1-2/1-2:1.0/ttyUSB0'],
      'class/ttyACM0/device': ['devices/usb1/1-3/1-3:1.0'],
      'class/ttyS0/device': ['devices/uart'],
      'class/ttyS0/type': '4\n',
      'class/ttyS1/device': ['devices/uart'],
      'class/ttyS1/type': '0\n',
      'class/ttyUSB9/device': ['devices/usb1/1-2/1-2:1.0/ttyUSB0'],
      'class/tty0': null,
      'class/ptmx': null,
      'dev/ttyUSB0': '',
      'dev/ttyACM0': '',
      'dev/ttyS0': '',
      'dev/ttyS1': '',
      'dev/tty0': '',
    });
    const ports = await listLinuxPorts(join(root, 'class'), join(root, 'dev'));
    const sorted = ports.sort((a, b) => a.path.localeCompare(b.path));
    expect(sorted).toEqual([
      { path: join(root, 'dev/ttyACM0'), vendorId: '1a86' },
      { path: join(root, 'dev/ttyS0') },
      {
        path: join(root, 'dev/ttyUSB0'),
        manufacturer: 'FTDI',
        serialNumber: 'A9M2',
        vendorId: '0403',
        productId: '6001',
      },
    ]);
  });

  it('finds none on a machine without such ports', async () => {
    expect(await listLinuxPorts(join(tree({ 'class/tty0': null }), 'class'))).toEqual([]);
    expect(await listLinuxPorts('/nonexistent')).toEqual([]);
  });
});

describe('listByBinding', () => {
  it('passes on what is known', async () => {
    const found = [{ path: 'COM3', manufacturer: 'FTDI', serialNumber: undefined, pnpId: 'x' }];
    const binding = { open: () => Promise.reject(new Error()), list: () => Promise.resolve(found as never) };
    expect(await listByBinding(async () => binding)).toEqual([{ path: 'COM3', manufacturer: 'FTDI' }]);
  });

  it('finds none without the package', async () => {
    expect(await listByBinding(() => Promise.reject(new TransportError('driver-missing', 'absent')))).toEqual(
      [],
    );
  });
});

describe('listPorts', () => {
  it('does not throw on this machine, and sorts by path', async () => {
    const paths = (await listPorts()).map(port => port.path);
    expect(paths).toEqual([...paths].sort((a, b) => a.localeCompare(b, 'en', { numeric: true })));
  });
});
