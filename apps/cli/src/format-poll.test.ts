import { describe, expect, it } from 'vitest';
import type { MapPoint } from './device-map/device-map.js';
import { csvFormatter, formatBoard, formatNotice, formatPollSummary, formatSample } from './format-poll.js';
import { PointBoard } from './live/point-board.js';
import type { PollSample, PollSummary } from './services/poll/poll-event.js';

const time = '2026-01-01T12:00:00.000Z';
const sample = (more: Partial<PollSample> = {}): PollSample => ({
  event: 'sample',
  time,
  line: 'COM3',
  unit: 1,
  point: 'oven.hot',
  ...more,
});
const fault = { code: 'no-reply', message: 'unit 1: no answer, "at all"' };
const points = (line = 'COM3') => {
  const spec = { type: 'uint16', decimals: 1 } as const;
  const common = { device: 'oven', unit: 1, table: 'holding', address: 1, size: 1, writable: false } as const;
  const made: MapPoint[] = [
    { ...common, name: 'oven.hot', spec, symbol: '°C' },
    { ...common, name: 'oven.cold' },
  ];
  return made.map(point => ({ point, line, every: 100 }));
};

describe('a reading on a line', () => {
  it('has the decimals of its point, and its unit', () => {
    const spec = { type: 'uint16', decimals: 2 } as const;
    expect(formatSample(sample({ value: 95, symbol: '°C' }), spec)).toBe(`${time}  oven.hot  95.00 °C`);
    expect(formatSample(sample({ value: [true, false] }))).toBe(`${time}  oven.hot  on off`);
    expect(formatSample(sample({ value: 2n ** 63n }))).toBe(`${time}  oven.hot  9223372036854775808`);
    expect(formatSample(sample({ value: Number.NaN }), spec)).toBe(`${time}  oven.hot  NaN`);
  });

  it('says why there is no value, and that nobody was asked', () => {
    expect(formatSample(sample({ error: fault }))).toBe(`${time}  oven.hot  ${fault.message}`);
    expect(formatSample(sample({ error: fault, asked: false }))).toContain('not asked: unit 1');
  });

  it('holds no commands for the terminal, whatever a device says', () => {
    expect(formatSample(sample({ value: 'a\u001b[2J\nb' }))).toBe(`${time}  oven.hot  a·[2J·b`);
  });
});

describe('readings as CSV', () => {
  it('begin with a header, once', () => {
    const format = csvFormatter();
    expect(format(sample({ value: 77.2, symbol: '°C' }))).toEqual([
      'time,line,unit,point,value,symbol,error',
      `${time},COM3,1,oven.hot,77.2,°C,`,
    ]);
    expect(format(sample({ value: [1, 2] }))).toEqual([`${time},COM3,1,oven.hot,1 2,,`]);
  });

  it('quote what needs it', () => {
    const format = csvFormatter();
    expect(format(sample({ error: fault }))[1]).toBe(
      `${time},COM3,1,oven.hot,,,"unit 1: no answer, ""at all"""`,
    );
    expect(format(sample({ value: 'a\nb' }))).toEqual([`${time},COM3,1,oven.hot,"a\nb",,`]);
  });
});

describe('the table', () => {
  it('tells the latest value from one that later readings did not confirm', () => {
    const board = new PointBoard({ points: points() });
    board.take(sample({ value: 95 }));
    board.take(sample({ error: fault }));
    board.take({ event: 'skipped', time, line: 'COM3', device: 'oven', unit: 1, every: 100, rounds: 2 });
    board.take({ event: 'line', time, line: 'COM3', port: 'COM3', state: 'lost', reason: 'unplugged' });
    const clock = new Date(time).toTimeString().slice(0, 8);
    expect(formatBoard(board)).toEqual([
      'point      value  unit  time      reads  errors',
      `oven.hot   95.0   °C    ${clock}  1      1       since then: no-reply`,
      'oven.cold  -            -         0      0',
      'line COM3 is lost: unplugged',
      'rounds left out: 2',
    ]);
  });

  it('cuts long names on a narrow terminal, and leaves out what matters least, but never values', () => {
    const long = { ...points()[0]!, point: { ...points()[0]!.point, name: `oven.${'x'.repeat(90)}` } };
    const board = new PointBoard({ points: [long] });
    board.take(sample({ point: long.point.name, value: 95 }));
    expect(formatBoard(board, 79)[0]).toMatch(/^point +value {2}unit {2}time +reads {2}errors$/);
    expect(formatBoard(board, 79)[1]).toMatch(/^oven\.x+… {2}95\.0 {3}°C/);
    expect(formatBoard(board, 39)).toEqual([
      expect.stringMatching(/^point +value {2}unit {2}errors$/),
      expect.stringMatching(/^oven\.x+… {2}95\.0 {3}°C {4}0$/),
    ]);
    for (const columns of [24, 39, 79])
      for (const line of formatBoard(board, columns)) expect(line.length).toBeLessThanOrEqual(columns);
  });

  it('names lines where there are several', () => {
    const board = new PointBoard({ points: [...points('north'), ...points('south')] });
    expect(formatBoard(board)[3]).toMatch(/^south {2}oven\.hot/);
  });
});

describe('what happens besides', () => {
  it('is told on a line', () => {
    const line = { event: 'line', time, line: 'north', port: 'COM3' } as const;
    expect(formatNotice({ ...line, state: 'lost', reason: 'gone' })).toBe(
      `${time}  north (COM3) is lost: gone`,
    );
    expect(formatNotice({ ...line, line: 'COM3', state: 'open' })).toBe(`${time}  COM3 is open`);
    const skipped = { event: 'skipped', time, line: 'COM3', device: 'oven', unit: 1, every: 100 } as const;
    expect(formatNotice({ ...skipped, rounds: 1 })).toContain('oven: 1 round was left out');
    expect(formatNotice(sample())).toBeUndefined();
  });
});

describe('the statistics', () => {
  it('tell of units and points', () => {
    const summary: PollSummary = {
      event: 'summary',
      started: time,
      elapsed: 12_340,
      simulated: false,
      rounds: 9,
      skippedRounds: 1,
      losses: 1,
      untold: 0,
      units: [
        {
          ...{
            line: 'COM3',
            unit: 1,
            sent: 10,
            answered: 9,
            timeouts: 1,
            checksumErrors: 0,
            exceptions: 2,
            late: 0,
          },
          notAsked: 0,
          latency: { p50: 4.1, p90: 5, p99: 9, max: 12 },
        },
      ],
      points: [
        { line: 'COM3', unit: 1, point: 'oven.hot', reads: 8, errors: 1, value: 95, symbol: '°C', time },
        { line: 'COM3', unit: 1, point: 'oven.cold', reads: 0, errors: 9, error: fault },
      ],
    };
    const board = new PointBoard({ points: points() });
    expect(formatPollSummary(summary, board.rows)).toEqual([
      '9 rounds in 12.3 s, 1 left out, line lost 1 time',
      '',
      'unit  sent  answered  silent  damaged  refused  not asked  p50  p90  p99  max ms',
      '1     10    9         1       0        2        0          4.1  5    9    12',
      '',
      'point      reads  errors  last value      error',
      'oven.hot   8      1       95.0        °C',
      `oven.cold  0      9       -               ${fault.message}`,
    ]);
  });
});
