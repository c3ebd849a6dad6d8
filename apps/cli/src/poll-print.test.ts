import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { PollConfig } from './device-map/poll-config.js';
import { type PollForm, pollPrint } from './poll-print.js';
import type { PollEvent, PollSummary } from './services/poll/poll-event.js';

const time = '2026-01-01T12:00:00.000Z';
const point = { name: 'oven.hot', device: 'oven', unit: 1, table: 'holding', address: 1, size: 1 } as const;
const config = {
  points: [{ point: { ...point, writable: false }, line: 'COM3', every: 100 }],
} as unknown as PollConfig;
const line = (state: 'open' | 'lost'): PollEvent => ({
  event: 'line',
  time,
  line: 'COM3',
  port: 'COM3',
  state,
});
const sample: PollEvent = { event: 'sample', time, line: 'COM3', unit: 1, point: 'oven.hot', value: 5 };
const summary: PollSummary = {
  ...{ event: 'summary', started: time, elapsed: 1000, simulated: false, rounds: 1, skippedRounds: 0 },
  ...{ losses: 0, untold: 0, units: [], points: [] },
};

function scene(form: PollForm) {
  const written: string[] = [];
  const notes: string[] = [];
  const terminal = { columns: 60, rows: 20, write: (text: string) => written.push(text) };
  const print = pollPrint(form, terminal, text => notes.push(text));
  print.begin(config);
  return { print, written, notes };
}

describe('what is printed of a poll', () => {
  it('are all events as JSON, the summary too', () => {
    const { print, notes } = scene('json');
    const lines = [line('open'), sample, summary].flatMap(event => print.event(event));
    expect(lines.map(text => JSON.parse(text).event)).toEqual(['line', 'sample', 'summary']);
    expect(print.summary?.(summary)).toEqual([]);
    expect(notes).toEqual([]);
  });

  it.each(['csv', 'text'] as const)('are readings as %s, and all else beside them', form => {
    const { print, notes } = scene(form);
    expect(print.event(line('open'))).toEqual([]);
    expect(notes).toEqual([]);
    expect(print.event(sample).at(-1)).toMatch(/oven\.hot.*5/);
    print.event(line('lost'));
    print.event(line('open'));
    expect(notes).toEqual([`${time}  COM3 is lost`, `${time}  COM3 is open`]);
    expect(print.summary?.(summary)).toEqual([]);
    expect(notes[2]).toBe('1 round in 1.0 s');
  });

  it('is a table in place on a terminal, and the statistics below it in the end', async () => {
    const { print, written } = scene('table');
    expect(print.event(sample)).toEqual([]);
    expect(print.event(sample)).toEqual([]);
    expect(written).toEqual([]);
    while (written.length === 0) await pause(10);
    expect(written.join('')).toContain('oven.hot  5');
    print.event(sample);
    expect(print.summary?.(summary)[0]).toBe('1 round in 1.0 s');
    expect(written).toHaveLength(2);
    await pause(150);
    // What was still to be drawn is not drawn over the statistics.
    expect(written).toHaveLength(2);
  });

  it('decides about the exit code by the latest failure', () => {
    const { exitCode } = scene('json').print;
    expect(exitCode(summary)).toBe(0);
    expect(exitCode({ ...summary, lastError: { code: 'disconnected', message: '' } })).toBe(5);
    expect(exitCode({ ...summary, lastError: { code: 'internal', message: '' } })).toBe(1);
  });
});
