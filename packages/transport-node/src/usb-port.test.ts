import { UsageError } from '@bus/line';
import { describe, expect, it } from 'vitest';
import type { NativeBinding, NativePort } from './load-binding.js';
import type { PortInfo } from './port-info.js';
import { serialTransportWith } from './serial-transport.js';
import { findUsbPort, parseUsbPort } from './usb-port.js';

const ftdi: PortInfo = {
  path: '/dev/ttyUSB0',
  vendorId: '0403',
  productId: '6001',
  serialNumber: 'A50285BI',
};
const twin: PortInfo = { ...ftdi, path: '/dev/ttyUSB1', serialNumber: 'A50285BJ' };
const nameless: PortInfo = { path: '/dev/ttyUSB2', vendorId: '1A86', productId: '7523' };
const onBoard: PortInfo = { path: '/dev/ttyS0' };

describe('the name of a USB adapter', () => {
  it.each([
    ['usb:A50285BI', { serialNumber: 'A50285BI' }],
    ['USB:7C:DF:A1:00:11:22', { serialNumber: '7C:DF:A1:00:11:22' }],
    ['usb:0403:6001', { vendorId: '0403', productId: '6001' }],
    ['usb:0403:6001:A5:2', { vendorId: '0403', productId: '6001', serialNumber: 'A5:2' }],
    ['/dev/ttyUSB0', undefined],
  ])('reads %s', (name, expected) => {
    expect(parseUsbPort(name)).toEqual(expected);
  });

  it('must say something', () => {
    expect(() => parseUsbPort('usb:')).toThrow(UsageError);
    expect(() => serialTransportWith({ path: 'usb: ' }, () => Promise.reject(new Error()))).toThrow(
      'names no USB adapter',
    );
  });
});

describe('a USB adapter', () => {
  const find = (name: string, ports: readonly PortInfo[]) =>
    findUsbPort(name, parseUsbPort(name)!, async () => ports);

  it.each([
    ['usb:a50285bj', '/dev/ttyUSB1'],
    ['usb:1a86:7523', '/dev/ttyUSB2'],
    ['usb:0403:6001:A50285BI', '/dev/ttyUSB0'],
  ])('is found as %s', async (name, path) => {
    expect(await find(name, [onBoard, ftdi, twin, nameless])).toBe(path);
  });

  it('that is not there is reported with those that are', async () => {
    await expect(find('usb:FT99', [onBoard, ftdi, nameless])).rejects.toMatchObject({
      code: 'open-failed',
      message: 'usb:FT99 is not plugged in',
      hint: 'USB adapters on this machine: /dev/ttyUSB0 0403:6001 A50285BI, /dev/ttyUSB2 1A86:7523.',
    });
    await expect(find('usb:1a86:7523:1', [nameless])).rejects.toThrow('is not plugged in');
    await expect(find('usb:FT99', [onBoard])).rejects.toMatchObject({
      hint: 'No USB adapter was found on this machine.',
    });
  });

  it('is not guessed when several fit', async () => {
    await expect(find('usb:0403:6001', [ftdi, twin])).rejects.toMatchObject({
      code: 'open-failed',
      message: 'usb:0403:6001 fits several ports: /dev/ttyUSB0, /dev/ttyUSB1',
    });
  });
});

describe('a serial transport that is named by its USB adapter', () => {
  /** A binding that remembers what was opened. */
  function recordingBinding(opened: string[]): NativeBinding {
    const port: NativePort = {
      read: () => new Promise(() => undefined),
      write: async () => undefined,
      drain: async () => undefined,
      flush: async () => undefined,
      close: async () => undefined,
      set: async () => undefined,
      getBaudRate: async () => ({ baudRate: 9600 }),
    };
    return {
      list: async () => [],
      open: async options => {
        opened.push((options as { path: string }).path);
        return port;
      },
    };
  }
  const sink = { data: () => undefined, closed: () => undefined };

  it('is sought at each opening, and found again under another path', async () => {
    const opened: string[] = [];
    let ports: PortInfo[] = [ftdi];
    const transport = serialTransportWith(
      { path: 'usb:A50285BI', baudRate: 9600 },
      async () => recordingBinding(opened),
      async () => ports,
    );
    expect(transport.medium.name).toBe('usb:A50285BI 9600-8N1');
    await transport.open(sink);
    await transport.close();
    ports = [];
    await expect(transport.open(sink)).rejects.toMatchObject({ code: 'open-failed' });
    ports = [{ ...ftdi, path: '/dev/ttyUSB7' }];
    await transport.open(sink);
    await transport.close();
    expect(opened).toEqual(['/dev/ttyUSB0', '/dev/ttyUSB7']);
  });

  it('reports what is wrong with the port by the path that it has', async () => {
    const refusing: NativeBinding = {
      list: async () => [],
      open: () => Promise.reject(new Error('Error: Input/output error')),
    };
    const info = { ...ftdi, path: '/dev/null' };
    const transport = serialTransportWith(
      { path: 'usb:A50285BI' },
      async () => refusing,
      async () => [info],
    );
    await expect(transport.open(sink)).rejects.toMatchObject({
      code: 'open-failed',
      message: expect.stringContaining('/dev/null'),
      facts: { medium: 'usb:A50285BI 19200-8N1' },
    });
  });
});
