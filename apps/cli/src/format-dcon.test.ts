import { describe, expect, it } from 'vitest';
import { formatDconEvent, formatDconScan, formatDconValues } from './format-dcon.js';

describe('printing what modules say', () => {
  it('gives each value a line', () => {
    expect(
      formatDconValues([
        { kind: 'output', channel: 1, value: true },
        { kind: 'analog input', channel: 10, value: -0.31, unit: 'V', status: 'ok' },
        { kind: 'analog input', channel: 11, unit: 'V', status: 'under' },
        { kind: 'analog input', channel: 12, unit: 'V', status: 'disabled' },
        { kind: 'analog input', channel: 13, status: 'ok', raw: -5 },
        { kind: 'counter', channel: 0, value: 30 },
      ]),
    ).toEqual([
      'output 1         on',
      'analog input 10  -0.31 V',
      'analog input 11  under range',
      'analog input 12  disabled',
      'analog input 13  raw -5',
      'counter 0        30',
    ]);
  });

  it('puts one reading on one line, and a failure, too', () => {
    const time = new Date().toISOString();
    const sample = { event: 'sample' as const, time, address: '02', name: '7060', simulated: false };
    const values = [
      { kind: 'output' as const, channel: 1, value: true },
      { kind: 'output' as const, channel: 2, value: false },
      { kind: 'input' as const, channel: 1, value: true },
    ];
    expect(formatDconEvent({ ...sample, values })).toEqual([
      expect.stringMatching(/^\d\d:\d\d:\d\d\.\d{3} {2}output 1-2: on off {2}input 1: on$/),
    ]);
    const error = { name: 'TimeoutError', code: 'no-reply', message: 'no answer within 5 ms', facts: {} };
    expect(formatDconEvent({ ...sample, error })).toEqual([
      expect.stringMatching(/^\d\d:\d\d:\d\d\.\d{3} {2}no answer within 5 ms$/),
    ]);
  });

  it('makes a table of what was found, and tells of what was not understood', () => {
    const found = { name: '7044', serialFormat: 'N81', baudRate: 9600, checksum: false, typeCode: '40' };
    const result = { port: 'COM1', simulated: false, complete: true, elapsed: 1 };
    const modules = [
      {
        ...found,
        address: '02',
        storedAddress: '02',
        model: 'I-7044',
        firmware: 'B2.0',
        baud: 9600,
        framing: 'dcon',
      },
      { ...found, address: '00', storedAddress: '1F', framing: 'dcon+checksum' },
    ] as const;
    const problems = [{ address: '05', baud: 1200, code: 'checksum', message: 'damaged' }];
    expect(formatDconScan({ ...result, modules: [...modules], problems })).toEqual([
      'address         name  model   firmware  answers at  checksum',
      '02              7044  I-7044  B2.0      9600        off',
      '00 (1F stored)  7044                                on',
      '05 at 1200: something answers that cannot be understood: damaged',
    ]);
    expect(formatDconScan({ ...result, modules: [], problems: [] })).toEqual(['No module answered.']);
  });
});
