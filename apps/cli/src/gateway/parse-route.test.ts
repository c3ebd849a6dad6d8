import { describe, expect, it } from 'vitest';
import { parseRoute } from './parse-route.js';

describe('a route on the command line', () => {
  it.each([
    ['1-10=/dev/ttyUSB0', [[1, 10]], '/dev/ttyUSB0', undefined],
    ['11=/dev/ttyUSB1:1', [11], '/dev/ttyUSB1', 1],
    ['1,3-5=COM3', [1, [3, 5]], 'COM3', undefined],
    ['7=COM3:12', [7], 'COM3', 12],
    ['1-3=tcp://10.0.0.7:502', [[1, 3]], 'tcp://10.0.0.7:502', undefined],
    ['1-3=tcp://10.0.0.7:502:21', [[1, 3]], 'tcp://10.0.0.7:502', 21],
    ['1=rtu+tcp://[::1]:502', [1], 'rtu+tcp://[::1]:502', undefined],
    ['1=tcp://[::1]:502:9', [1], 'tcp://[::1]:502', 9],
    ['1=rtu:/dev/ttyUSB0?baudRate=9600:2', [1], 'rtu:/dev/ttyUSB0?baudRate=9600', 2],
    [
      '1=/dev/serial/by-path/pci-0000:00:14.0-usb-0:1:1.0-port0',
      [1],
      '/dev/serial/by-path/pci-0000:00:14.0-usb-0:1:1.0-port0',
      undefined,
    ],
    ['1=sim:', [1], 'sim:', undefined],
    ['1=sim::2', [1], 'sim:', 2],
  ])('%s', (text, units, port, target) => {
    expect(parseRoute(text)).toEqual({ units, port, target });
  });

  it.each(['/dev/ttyUSB0', '=COM3', '1=', '5-1=COM3', '256=COM3', 'a=COM3', '1-=COM3'])(
    '%s is none',
    text => {
      expect(() => parseRoute(text)).toThrow(/is no route/);
    },
  );

  it('has one range when the units have other numbers there', () => {
    expect(() => parseRoute('1-2,5=COM3:11')).toThrow(/one unit or one range/);
  });
});
