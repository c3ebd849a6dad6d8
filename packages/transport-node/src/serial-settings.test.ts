import { UsageError } from '@bus/line';
import { describe, expect, it } from 'vitest';
import { completeSettings, type SerialSettings } from './serial-settings.js';

describe('completeSettings', () => {
  it('fills in the defaults', () => {
    expect(completeSettings({ path: '/dev/ttyUSB0' })).toEqual({
      path: '/dev/ttyUSB0',
      baudRate: 19_200,
      dataBits: 8,
      parity: 'none',
      stopBits: 1,
      rtscts: false,
      lock: true,
    });
  });

  it('takes undefined for not given', () => {
    expect(
      completeSettings({ path: 'COM3', baudRate: undefined } as unknown as SerialSettings).baudRate,
    ).toBe(19_200);
  });

  it.each([
    [{ baudRate: 49 }],
    [{ baudRate: 4_000_001 }],
    [{ baudRate: 9600.5 }],
    [{ baudRate: Number.NaN }],
    [{ baudRate: '9600' }],
    [{ dataBits: 9 }],
    [{ parity: 'mark' }],
    [{ stopBits: 1.5 }],
    [{ rtscts: 'yes' }],
    [{ lock: 1 }],
    [{ path: '' }],
    [{ path: 7 }],
    [{ path: '/dev/tty\0' }],
    [{ path: `/dev/${'x'.repeat(1000)}` }],
  ])('refuses %j', wrong => {
    const settings = { path: '/dev/ttyUSB0', ...wrong } as unknown as SerialSettings;
    expect(() => completeSettings(settings)).toThrow(UsageError);
  });

  it('refuses a misspelt setting and says how it is spelt', () => {
    const settings = { path: '/dev/ttyUSB0', baudrate: 9600 } as unknown as SerialSettings;
    expect(() => completeSettings(settings)).toThrow(
      expect.objectContaining({ code: 'bad-argument', hint: 'It is spelt baudRate.' }),
    );
  });
});
