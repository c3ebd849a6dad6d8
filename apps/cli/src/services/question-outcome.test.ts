import { DeviceError, FrameError, TimeoutError, TransportError, UsageError } from '@bus/line';
import { ModbusException } from '@bus/modbus';
import { describe, expect, it } from 'vitest';
import { outcomeOf } from './question-outcome.js';

const kindOf = async (error: unknown) => (await outcomeOf(Promise.reject(error))).kind;

describe('what came of a question', () => {
  it('is an answer also when the device refuses', async () => {
    expect(await outcomeOf(Promise.resolve(7))).toEqual({ kind: 'answered' });
    expect(await kindOf(new ModbusException('unit 1', 3, 2))).toBe('answered');
    expect(await kindOf(new DeviceError('no'))).toBe('answered');
  });

  it('is silence when a gateway says that it reaches nobody', async () => {
    expect(await kindOf(new ModbusException('unit 1', 3, 0x0a))).toBe('silent');
    expect(await kindOf(new ModbusException('unit 1', 3, 0x0b))).toBe('silent');
    expect(await kindOf(new TimeoutError('no-reply', 'nothing'))).toBe('silent');
  });

  it('is garbled when something came that is no sound answer', async () => {
    expect(await kindOf(new FrameError('checksum', 'damaged'))).toBe('garbled');
    expect(await kindOf(new TimeoutError('incomplete-reply', 'half'))).toBe('garbled');
  });

  it('is not known when the port or the caller failed', async () => {
    const failures = [
      new TransportError('disconnected', 'unplugged'),
      new TimeoutError('line-busy', 'busy'),
      new UsageError('wrong'),
      new Error('mistake'),
    ];
    for (const failure of failures) await expect(outcomeOf(Promise.reject(failure))).rejects.toBe(failure);
  });
});
