import { UsageError } from '@bus/line';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hostPort } from './host-port.js';
import { framingOf, parsePortUrl } from './port-url.js';

const serial = (path: string, settings = {}, framing = 'rtu'): object => ({
  kind: 'serial',
  framing,
  path,
  settings,
});

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
    ['usb:A50285BI', serial('usb:A50285BI')],
    ['usb:0403:6001:A50285BI', serial('usb:0403:6001:A50285BI')],
    ['rtu:usb:A50285BI?baudRate=9600', serial('usb:A50285BI', { baudRate: 9600 })],
    ['ascii:usb:0403:6001', serial('usb:0403:6001', {}, 'ascii')],
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
    ['rtu+tcp://10.0.0.7', { kind: 'tcp', framing: 'rtu', host: '10.0.0.7', port: 502 }],
    ['rtu+tcp://gateway.local:4001', { kind: 'tcp', framing: 'rtu', host: 'gateway.local', port: 4001 }],
    ['rtu+tcp://[::1]:4001', { kind: 'tcp', framing: 'rtu', host: '::1', port: 4001 }],
    ['rtu+tcp://[fe80::1%eth0]', { kind: 'tcp', framing: 'rtu', host: 'fe80::1%eth0', port: 502 }],
    [
      'rtu+tcp://a:1?connectTimeout=250',
      { kind: 'tcp', framing: 'rtu', host: 'a', port: 1, connectTimeout: 250 },
    ],
    ['ascii:/dev/ttyUSB0', serial('/dev/ttyUSB0', {}, 'ascii')],
    ['ascii:COM3', serial('COM3', {}, 'ascii')],
    [
      'ascii:/dev/ttyUSB0?dataBits=7&parity=even',
      serial('/dev/ttyUSB0', { dataBits: 7, parity: 'even' }, 'ascii'),
    ],
    ['ascii+tcp://10.0.0.7', { kind: 'tcp', framing: 'ascii', host: '10.0.0.7', port: 502 }],
    ['tcp://10.0.0.7', { kind: 'tcp', framing: 'tcp', host: '10.0.0.7', port: 502 }],
    ['TCP://[::1]:5020/', { kind: 'tcp', framing: 'tcp', host: '::1', port: 5020 }],
    ['udp://10.0.0.7', { kind: 'udp', framing: 'tcp', host: '10.0.0.7', port: 502 }],
    ['udp://a:1?localPort=5502', { kind: 'udp', framing: 'tcp', host: 'a', port: 1, localPort: 5502 }],
    ['rtu+udp://10.0.0.7', { kind: 'udp', framing: 'rtu', host: '10.0.0.7', port: 502 }],
    ['tls://10.0.0.7', { kind: 'tls', framing: 'tcp', host: '10.0.0.7', port: 802 }],
    [
      'tls://a:1?certFile=c.pem&keyFile=/k%20.pem&caFile=ca.pem&servername=plc&connectTimeout=9',
      {
        kind: 'tls',
        framing: 'tcp',
        host: 'a',
        port: 1,
        certFile: 'c.pem',
        keyFile: '/k .pem',
        caFile: 'ca.pem',
        servername: 'plc',
        connectTimeout: 9,
      },
    ],
  ])('reads %s', (url, expected) => {
    expect(parsePortUrl(url)).toEqual(expected);
  });

  it.each([
    ['', 'Known forms'],
    ['ttyUSB0', '/dev/ttyUSB0'],
    ['usb', 'Known forms'],
    ['10.0.0.7', 'tcp://10.0.0.7 for Modbus TCP'],
    ['10.0.0.7:502', 'rtu+tcp://10.0.0.7:502'],
    ['localhost:1502', 'tcp://localhost:1502'],
    ['meter.local', 'tcp://meter.local'],
    ['usb:', 'Known forms'],
    ['usb:A5?baudRate=9600', 'rtu:usb:A5?baudRate=9600'],
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
    ['ascii:ttyUSB0', 'Known forms'],
    ['ascii://10.0.0.7:502', 'ascii+tcp://10.0.0.7:502'],
    ['rtu:/dev/ttyUSB0?rs485=high', 'baudRate'],
    ['udp://host?connectTimeout=1', 'localPort'],
    ['ascii+udp://host', 'rtu+udp://host:port'],
    ['rtu+udp://host?connectTimeout=1', 'localPort'],
    ['constructor:/dev/ttyUSB0', 'Known forms'],
    ['tls://host?rejectUnauthorized=false', 'caFile'],
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
    'tcp:host',
    'tls://host?certFile=',
    'udp://host?localPort=x',
    'udp://host?localPort=1&localPort=1',
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
        expect(parsePortUrl(`rtu+tcp://${hostPort(host, port)}`)).toEqual({
          kind: 'tcp',
          framing: 'rtu',
          host,
          port,
        });
      }),
    );
  });

  it('never fails in another way than with a UsageError', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map(text => `rtu:${text}`),
          fc
            .tuple(fc.constantFrom('rtu+tcp', 'tcp', 'tls', 'udp'), fc.string())
            .map(parts => parts.join('://')),
        ),
        url => {
          try {
            expect(parsePortUrl(url).kind).toMatch(/^(serial|tcp|tls|udp)$/);
          } catch (error) {
            expect(error).toBeInstanceOf(UsageError);
          }
        },
      ),
    );
  });
});

describe('framingOf', () => {
  it.each([
    ['/dev/ttyUSB0', 'rtu'],
    ['COM3', 'rtu'],
    ['rtu:COM3', 'rtu'],
    ['rtu+tcp://a', 'rtu'],
    ['ascii:COM3', 'ascii'],
    ['ascii+tcp://a', 'ascii'],
    ['tcp://a', 'tcp'],
    ['tls://a', 'tcp'],
    ['udp://a', 'tcp'],
    ['rtu+udp://a', 'rtu'],
  ])('finds that %s names %s', (url, framing) => {
    expect(framingOf(url)).toBe(framing);
  });
});
