import { parsePortUrl } from '@bus/transport-node';
import { describe, expect, it } from 'vitest';
import { settingsOfLine } from './settings-of-line.js';

const urls = ['/dev/ttyUSB0', 'tcp://10.0.0.7', 'tls://10.0.0.8', 'sim:'];
const flags = { baud: 9600, timeout: 300, tlsCa: 'ca.pem', connectTimeout: 500 };
const of = (url: string, all = urls) => settingsOfLine(url, flags, all, parsePortUrl);

describe('flags for several lines', () => {
  it('hold for the lines that have such a setting', () => {
    expect(of('/dev/ttyUSB0')).toEqual({ baud: 9600, timeout: 300 });
    expect(of('tcp://10.0.0.7')).toEqual({ timeout: 300, connectTimeout: 500 });
    expect(of('tls://10.0.0.8')).toEqual({ timeout: 300, tlsCa: 'ca.pem', connectTimeout: 500 });
    expect(of('sim:')).toEqual({ timeout: 300 });
  });

  it('are left in where no line has one, so that they are refused', () => {
    expect(of('tcp://10.0.0.7', ['tcp://10.0.0.7', 'sim:'])).toEqual({
      ...{ baud: 9600, timeout: 300, tlsCa: 'ca.pem' },
      connectTimeout: 500,
    });
  });
});
