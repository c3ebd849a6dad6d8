import { describe, expect, it } from 'vitest';
import { formatPorts } from './format-ports.js';

describe('printing the serial ports', () => {
  it('makes a table', () => {
    const ports = [
      { path: '/dev/ttyS0' },
      {
        path: '/dev/ttyUSB1',
        vendorId: '0403',
        productId: '6001',
        manufacturer: 'FTDI',
        serialNumber: 'A10K1234',
      },
    ];
    expect(formatPorts(ports)).toEqual([
      'path          usb        manufacturer  serial number',
      '/dev/ttyS0',
      '/dev/ttyUSB1  0403:6001  FTDI          A10K1234',
    ]);
  });

  it('says that there are none', () => {
    expect(formatPorts([])).toEqual(['This machine has no serial port.']);
  });
});
