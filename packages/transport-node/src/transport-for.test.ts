import { describe, expect, it } from 'vitest';
import { transportFor } from './transport-for.js';

describe('transportFor', () => {
  it.each([
    ['/dev/ttyUSB1', {}, '/dev/ttyUSB1 19200-8N1'],
    ['/dev/ttyUSB1', { baudRate: 9600, parity: 'even' as const }, '/dev/ttyUSB1 9600-8E1'],
    ['rtu:COM3?baudRate=9600', { parity: 'odd' as const, baudRate: undefined }, 'COM3 9600-8O1'],
    ['rtu:COM3?baudRate=9600', { baudRate: 9600 }, 'COM3 9600-8N1'],
    ['rtu+tcp://[::1]', {}, 'rtu+tcp://[::1]:502'],
    ['rtu+tcp://host:4001', { connectTimeout: 100 }, 'rtu+tcp://host:4001'],
    ['ascii:/dev/ttyUSB1', {}, '/dev/ttyUSB1 19200-8N1'],
    ['ascii:/dev/ttyUSB1?dataBits=7&parity=even', { baudRate: 9600 }, '/dev/ttyUSB1 9600-7E1'],
    ['/dev/ttyUSB1', { rs485: { rtsOnSend: 'low' as const } }, '/dev/ttyUSB1 19200-8N1'],
    ['tcp://host', { connectTimeout: 100 }, 'tcp://host:502'],
    ['ascii+tcp://host', {}, 'ascii+tcp://host:502'],
    ['udp://[::1]?localPort=5502', { localPort: 5502 }, 'udp://[::1]:502'],
    ['tls://host', { cert: 'c', key: 'k', ca: ['a'], minVersion: 'TLSv1.3' as const }, 'tls://host:802'],
    ['tls://host?certFile=c&keyFile=k&servername=plc', { passphrase: 'p' }, 'tls://host:802'],
  ])('makes of %s with %j the transport %s', (url, options, name) => {
    expect(transportFor(url, options as Parameters<typeof transportFor>[1]).medium.name).toBe(name);
  });

  it('tells the time of a character on a serial line, and none on TCP', () => {
    expect(transportFor('/dev/ttyUSB1', { baudRate: 10_000 }).medium.characterTime).toBe(1);
    expect(transportFor('rtu+tcp://host').medium.characterTime).toBe(0);
  });

  it('tells that what comes over UDP are whole messages', () => {
    expect(transportFor('udp://host').medium.datagrams).toBe(true);
    expect(transportFor('tcp://host').medium.datagrams).toBeUndefined();
  });

  it.each([
    ['rtu:COM3?baudRate=9600', { baudRate: 19_200 }, 'baudRate is 9600 in the URL and 19200 in the options'],
    ['rtu:COM3?lock=false', { lock: true }, 'lock is false in the URL and true in the options'],
    [
      'rtu+tcp://h?connectTimeout=1',
      { connectTimeout: 2 },
      'connectTimeout is 1 in the URL and 2 in the options',
    ],
    ['rtu+tcp://host', { baudRate: 9600 }, 'baudRate does not apply to rtu+tcp://host'],
    ['COM3', { connectTimeout: 100 }, 'connectTimeout does not apply to COM3'],
    ['COM3', { localPort: 1 }, 'localPort does not apply to COM3'],
    ['tcp://host', { cert: 'c' }, 'cert does not apply to tcp://host'],
    ['udp://host', { connectTimeout: 1 }, 'connectTimeout does not apply to udp://host'],
    ['tls://host', { cert: 'c' }, 'cert comes without key'],
    ['tls://host?certFile=c', {}, 'cert comes without key'],
    ['tls://host?certFile=c&keyFile=k', { cert: 'c' }, 'cert and certFile are both given'],
    ['udp://host', { localPort: 70_000 }, 'localPort must be an integer from 0 to 65535, not 70000'],
    ['COM3', { baudRate: 10 }, 'baudRate must be an integer from 50 to 4000000, not 10'],
    ['rtu+tcp://host:0', {}, 'port must be an integer from 1 to 65535, not 0'],
    ['rtu+tcp://host:65536', {}, 'port must be an integer from 1 to 65535, not 65536'],
  ])('refuses %s with %j', (url, options, message) => {
    expect(() => transportFor(url, options)).toThrow(
      expect.objectContaining({ code: 'bad-argument', message }),
    );
  });
});
