import type { ErrorCode } from '@bus/line';
import { BusError, UsageError } from '@bus/line';
import { ModbusException } from '@bus/modbus';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { exitCodeOf, exitCodes } from './exit-code.js';

describe('the table of exit codes', () => {
  it('has a row for every error code and no other', () => {
    expectTypeOf<keyof typeof exitCodes>().toEqualTypeOf<ErrorCode>();
    expect(exitCodes).toEqual({
      'bad-argument': 2,
      'no-reply': 3,
      'incomplete-reply': 3,
      'line-busy': 3,
      device: 4,
      'open-failed': 5,
      disconnected: 5,
      closed: 5,
      'write-failed': 5,
      'driver-missing': 5,
      checksum: 6,
      'echo-mismatch': 6,
      'echo-ambiguous': 6,
      'wrong-count': 6,
      'wrong-echo': 6,
      malformed: 6,
      aborted: 130,
    });
  });

  it.each(Object.entries(exitCodes))('gives an error with the code %s the exit code %d', (code, exitCode) => {
    expect(exitCodeOf(new BusError(code as ErrorCode, 'test'))).toBe(exitCode);
  });

  it('covers the errors of protocols', () => {
    expect(exitCodeOf(new ModbusException('unit 1', 3, 2))).toBe(4);
    expect(exitCodeOf(new UsageError('test'))).toBe(2);
  });

  it('gives what oclif says about the command line 2', () => {
    expect(exitCodeOf(Object.assign(new Error('Nonexistent flag'), { oclif: { exit: 2 } }))).toBe(2);
  });

  it('gives mistakes in the program 1', () => {
    expect(exitCodeOf(new TypeError('undefined is not a function'))).toBe(1);
    expect(exitCodeOf('text')).toBe(1);
  });
});
