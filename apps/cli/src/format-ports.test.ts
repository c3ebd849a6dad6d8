import { describe, expect, it } from 'vitest';
import { formatPorts } from './format-ports.js';
import type { PortStatus } from './system/port-status.js';

describe('printing the serial ports', () => {
  it('makes a table, and says below it how to get at a port', () => {
    const ports: PortStatus[] = [
      { path: '/dev/ttyS0', access: 'no', advice: 'Join the group.', holders: [], moreHolders: true },
      {
        path: '/dev/ttyUSB1',
        vendorId: '0403',
        productId: '6001',
        manufacturer: 'FTDI',
        serialNumber: 'A10K1234',
        access: 'yes',
        holders: [{ pid: 41, command: 'minicom' }, { pid: 42 }],
      },
    ];
    expect(formatPorts(ports)).toEqual([
      'path          usb        manufacturer  serial number  may open  in use by',
      '/dev/ttyS0                                            no        nobody that this user can see',
      '/dev/ttyUSB1  0403:6001  FTDI          A10K1234       yes       minicom (41), process 42',
      '/dev/ttyS0: Join the group.',
    ]);
  });

  it('says that nobody knows who uses a port where the system does not tell', () => {
    expect(formatPorts([{ path: 'COM3', access: 'unknown' }])[1]).toMatch(/^COM3 +unknown +unknown$/);
  });

  it('says that there are none', () => {
    expect(formatPorts([])).toEqual(['This machine has no serial port.']);
  });
});
