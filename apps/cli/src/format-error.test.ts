import { TimeoutError, TransportError, UsageError } from '@bus/line';
import { ModbusException } from '@bus/modbus';
import { describe, expect, it } from 'vitest';
import { errorJson, formatError } from './format-error.js';

const silence = new TimeoutError('no-reply', 'unit 9: no answer within 50 ms', {
  label: 'unit 9',
  hint: 'Check the wiring.',
  facts: {
    unit: 9,
    sent: Uint8Array.of(9, 3),
    received: new Uint8Array(0),
    elapsed: 50.123_456,
    attempt: 1,
    medium: '/dev/ttyUSB1 19200-8N1',
  },
});

describe('errors for people', () => {
  it('say what happened, on which line, what was sent and heard, and what to try', () => {
    expect(formatError(silence)).toEqual([
      'bus: unit 9: no answer within 50 ms',
      '  line   /dev/ttyUSB1 19200-8N1',
      '  sent   09 03',
      '  heard  nothing',
      '  try    Check the wiring.',
    ]);
  });

  it('show what was heard', () => {
    const refusal = new ModbusException('unit 1', 3, 2);
    refusal.addFacts('unit 1', { sent: Uint8Array.of(1, 3), received: Uint8Array.of(1, 0x83, 2) });
    expect(formatError(refusal)).toContain('  heard  01 83 02');
  });

  it('show the text of frames that are one', () => {
    const bytes = (text: string) => Uint8Array.from(text, character => character.charCodeAt(0));
    const facts = { sent: bytes('$02M\r'), received: bytes('!0') };
    const error = new TimeoutError('incomplete-reply', 'module 02: no whole answer', { facts });
    expect(formatError(error)).toEqual([
      'bus: module 02: no whole answer',
      '  sent   24 30 32 4D 0D  $02M',
      '  heard  21 30',
    ]);
  });

  it('say nothing of bytes when none were sent', () => {
    const refused = new TransportError('open-failed', 'refuses connections', {
      facts: { medium: 'rtu+tcp://a:1' },
    });
    expect(formatError(refused)).toEqual(['bus: refuses connections']);
    expect(formatError(new UsageError('no port', { hint: 'Give one.' }))).toEqual([
      'bus: no port',
      '  try    Give one.',
    ]);
  });

  it.each(['process 12 (minicom)', 'process 12', 'another process'])(
    'name the gateway where the port is in use by %s',
    holder => {
      const hint = 'all calls of one process can go through the same Line.';
      const taken = new TransportError('open-failed', `/dev/ttyUSB1 is in use by ${holder}`, { hint });
      expect(formatError(taken)).toEqual([
        `bus: /dev/ttyUSB1 is in use by ${holder}`,
        expect.stringMatching(/^ {2}try {4}End the other program, or .*bus gateway --port/),
      ]);
      expect(errorJson(taken).error.hint).toContain('bus gateway');
    },
  );

  it('shorten what oclif says', () => {
    const message =
      'The following errors occurred:\n  Missing required flag reg\n  Missing required flag slave\nSee more help with --help';
    const error = Object.assign(new Error(message), { oclif: { exit: 2 } });
    expect(formatError(error)).toEqual([
      'bus: --reg is missing; --slave is missing',
      '  try    --help shows all flags.',
    ]);
  });

  it('say which flag was meant', () => {
    const parse = { input: { flags: { decimals: {}, slave: { aliases: ['unit'] } } } };
    const error = (...flags: string[]) =>
      formatError(
        Object.assign(new Error(`Nonexistent flag: ${flags}`), { oclif: { exit: 2 }, flags, parse }),
      );
    expect(error('--decimal', '--unti')).toEqual([
      'bus: there is no flag --decimal, --unti',
      '  try    Did you mean --decimals, --unit?',
    ]);
    expect(error('-x')).toEqual(['bus: there is no flag -x', '  try    --help shows all flags.']);
  });

  it('own up to mistakes in the program, without a stack', () => {
    expect(formatError(new TypeError('x is not a function'))).toEqual([
      'bus: a mistake in bus itself: x is not a function',
    ]);
  });
});

describe('errors for programs', () => {
  it('hold all facts, bytes as text', () => {
    expect(JSON.parse(JSON.stringify(errorJson(silence)))).toEqual({
      error: {
        name: 'TimeoutError',
        code: 'no-reply',
        message: 'unit 9: no answer within 50 ms',
        hint: 'Check the wiring.',
        label: 'unit 9',
        facts: {
          unit: 9,
          sent: '09 03',
          received: '',
          elapsed: 50.1,
          attempt: 1,
          medium: '/dev/ttyUSB1 19200-8N1',
        },
      },
      exitCode: 3,
    });
  });

  it('hold the reason that a device gave', () => {
    expect(errorJson(new ModbusException('unit 1', 3, 2))).toMatchObject({
      error: { name: 'ModbusException', code: 'device', exceptionCode: 2 },
      exitCode: 4,
    });
  });
});
