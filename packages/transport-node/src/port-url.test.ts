import { UsageError } from '@bus/line';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hostPort } from './host-port.js';
import { parsePortUrl } from './port-url.js';

const serial = (path: string, settings = {}): object => ({ kind: 'serial', path, settings });

describe('parsePortUrl', () => {
  it.each([
    ['/dev/ttyUSB0', serial('/dev/ttyUSB0')],
    ['/dev/serial/by-id/usb-FTDI_FT232R-if00-port0', serial('/dev/serial/by-id/usb-FTDI_FT232R-if00-port0')],
    ['/dev/100%', serial('/dev/100%')],
    ['./port', serial('./port')],
    ['COM3', serial('COM3')],
    ['com12', serial('com12')],
    ['\\\\.\\COM10', serial('\\\\.\\COM10')],
    ['\\\\?\\COM10', serial('\\\\?\\COM10')],
    ['rtu:/dev/ttyUSB0', serial('/dev/ttyUSB0')],
    ['rtu:///dev/ttyUSB0', serial('/dev/ttyUSB0')],
    ['RTU:COM3', serial('COM3')],
    ['rtu:\\\\?\\COM10?baudRate=9600', serial('\\\\?\\COM10', { baudRate: 9600 })],
    ['rtu:/dev/a%3Fb', serial('/dev/a?b')],
    [
      'rtu:/dev/ttyUSB0?baudRate=9600&parity=even&dataBits=7&stopBits=2&rtscts=true&lock=false',
      serial('/dev/ttyUSB0', {
        baudRate: 9600,
        parity: 'even',
        dataBits: 7,
        stopBits: 2,
        rtscts: true,
        lock: false,
      }),
    ],
    ['rtu+tcp://10.0.0.7', { kind: 'tcp', host: '10.0.0.7', port: 502 }],
    ['rtu+tcp://gateway.local:4001', { kind: 'tcp', host: 'gateway.local', port: 4001 }],
    ['rtu+tcp://[::1]:4001', { kind: 'tcp', host: '::1', port: 4001 }],
    ['rtu+tcp://[fe80::1%eth0]', { kind: 'tcp', host: 'fe80::1%eth0', port: 502 }],
    ['rtu+tcp://a:1?connectTimeout=250', { kind: 'tcp', host: 'a', port: 1, connectTimeout: 250 }],
  ])('reads %s', (url, expected) => {
    expect(parsePortUrl(url)).toEqual(expected);
  });

  it.each([
    ['', 'Known forms'],
    ['ttyUSB0', '/dev/ttyUSB0'],
    ['usb', 'Known forms'],
    ['mqtt://host', 'rtu+tcp://host:port'],
    ['sim:', '@bus/sim'],
    ['sim:8-relays', '@bus/sim'],
    ['rtu:', 'Known forms'],
    ['rtu:ttyUSB0', 'Known forms'],
    ['rtu://10.0.0.7:502', 'rtu+tcp://10.0.0.7:502'],
    ['/dev/ttyUSB0?baudRate=9600', 'rtu:/dev/ttyUSB0?baudRate=9600'],
    ['rtu:/dev/ttyUSB0?baud=9600', 'baudRate'],
    ['rtu:/dev/tty%', '%25'],
    ['rtu+tcp://host:502?baudRate=9600', 'connectTimeout'],
  ])('refuses %s with a hint', (url, hint) => {
    expect(() => parsePortUrl(url)).toThrow(
      expect.objectContaining({ code: 'bad-argument', hint: expect.stringContaining(hint) }),
    );
  });

  it.each([
    'rtu:/dev/ttyUSB0?baudRate=9600&baudRate=9600',
    'rtu:/dev/ttyUSB0?baudRate=9600.5',
    'rtu:/dev/ttyUSB0?baudRate=',
    'rtu:/dev/ttyUSB0?lock=no',
    'rtu+tcp://',
    'rtu+tcp:host',
    'rtu+tcp://:502',
    'rtu+tcp://host:',
    'rtu+tcp://host:502/path',
    'rtu+tcp://user@host',
    'rtu+tcp://::1:502',
  ])('refuses %s', url => {
    expect(() => parsePortUrl(url)).toThrow(UsageError);
  });

  it('reads back any path and settings that were written as a URL', () => {
    const settings = fc.record(
      {
        baudRate: fc.integer({ min: 50, max: 4_000_000 }),
        parity: fc.constantFrom('none', 'even', 'odd'),
        lock: fc.boolean(),
      },
      { requiredKeys: [] },
    );
    const paths = fc.string({ unit: 'grapheme', minLength: 1 }).map(text => `/dev/${text}`);
    fc.assert(
      fc.property(paths, settings, (path, given) => {
        const query = new URLSearchParams(
          Object.entries(given).map(([name, value]) => [name, String(value)]),
        );
        expect(parsePortUrl(`rtu:${encodeURIComponent(path)}?${query}`)).toEqual(serial(path, given));
      }),
    );
  });

  it('reads back any address and port', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), fc.integer({ min: 1, max: 65_535 }), (host, port) => {
        expect(parsePortUrl(`rtu+tcp://${hostPort(host, port)}`)).toEqual({ kind: 'tcp', host, port });
      }),
    );
  });

  it('never fails in another way than with a UsageError', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map(text => `rtu:${text}`),
          fc.string().map(text => `rtu+tcp://${text}`),
        ),
        url => {
          try {
            expect(parsePortUrl(url).kind).toMatch(/^(serial|tcp)$/);
          } catch (error) {
            expect(error).toBeInstanceOf(UsageError);
          }
        },
      ),
    );
  });
});
