import { UsageError } from '@bus/line';
import { describe, expect, it } from 'vitest';
import { completeRs485, type Rs485Settings } from './rs485.js';
import { completeSettings } from './serial-settings.js';

describe('completeRs485', () => {
  it('fills in the delays', () => {
    expect(completeRs485({ rtsOnSend: 'low' })).toEqual({ rtsOnSend: 'low', delayBefore: 0, delayAfter: 0 });
  });

  it.each([
    [{}],
    [{ rtsOnSend: true }],
    [{ rtsOnSend: 'high', delayBefore: -1 }],
    [{ rtsOnSend: 'high', delayAfter: 1001 }],
    [{ rtsOnSend: 'high', delayAfter: '1' }],
    [{ rtsOnSend: 'high', delay: 1 }],
    ['high'],
    [null],
  ])('refuses %j', wrong => {
    expect(() => completeRs485(wrong as unknown as Rs485Settings)).toThrow(UsageError);
  });

  it('is part of the settings of a port, and does not go with flow control by the same line', () => {
    const rs485 = { rtsOnSend: 'high' as const };
    expect(completeSettings({ path: 'COM3', rs485 }).rs485).toEqual(completeRs485(rs485));
    expect(() => completeSettings({ path: 'COM3', rs485, rtscts: true })).toThrow(UsageError);
  });
});
