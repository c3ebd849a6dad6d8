import { describe, expect, it } from 'vitest';
import { CommCounters, LineCounters } from './comm-counters.js';

describe('communication counters', () => {
  it('wrap after 65535', () => {
    const line = new LineCounters();
    const counters = new CommCounters(line);
    line.messages = 65_535;
    expect(counters.counter(11)).toBe(65_535);
    line.messages += 1;
    expect(counters.counter(11)).toBe(0);
    for (let count = 0; count < 65_537; count += 1) counters.ended({ answered: true });
    expect(counters.eventCount).toBe(1);
  });

  it('are cleared for one unit and not for another on the same line', () => {
    const line = new LineCounters();
    const [one, other] = [new CommCounters(line), new CommCounters(line)];
    line.messages = 7;
    line.errors = 5;
    line.overruns = 3;
    one.clear();
    expect([11, 12, 18].map(sub => one.counter(sub))).toEqual([0, 0, 0]);
    expect([11, 12, 18].map(sub => other.counter(sub))).toEqual([7, 5, 3]);
    other.clearOverruns();
    expect([11, 12, 18].map(sub => other.counter(sub))).toEqual([7, 5, 0]);
  });

  it('keep the last 64 events, the newest first', () => {
    const counters = new CommCounters();
    counters.enterListenOnly();
    for (let count = 0; count < 32; count += 1) {
      counters.received(false);
      counters.ended({ answered: false });
    }
    expect(counters.events).toHaveLength(64);
    expect(counters.events.slice(0, 2)).toEqual([0x60, 0xa0]);
    expect(counters.events.at(-1)).toBe(0xa0);
  });

  it.each([
    [1, 0x41],
    [3, 0x41],
    [4, 0x42],
    [5, 0x44],
    [6, 0x44],
    [7, 0x48],
    [11, 0x40],
  ])('log an answered exception %i as %i', (exceptionCode, event) => {
    const counters = new CommCounters();
    counters.ended({ answered: true, exceptionCode });
    expect(counters.events).toEqual([event]);
    expect(counters.counter(13)).toBe(1);
    expect(counters.counter(16)).toBe(exceptionCode === 7 ? 1 : 0);
    expect(counters.counter(17)).toBe(exceptionCode === 6 ? 1 : 0);
    expect(counters.eventCount).toBe(0);
  });

  it('count an exception that nobody is told of, and no busy and no NAK', () => {
    const counters = new CommCounters();
    counters.received(true);
    counters.ended({ answered: false, exceptionCode: 6 });
    expect([13, 14, 15, 16, 17].map(sub => counters.counter(sub))).toEqual([1, 1, 1, 0, 0]);
    expect(counters.events).toEqual([0x40, 0xc0]);
  });
});
