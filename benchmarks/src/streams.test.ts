import { describe, expect, it } from 'vitest';
import { measureStreams, streamOf } from './streams.js';

describe('a stream', () => {
  it('holds all bytes in pieces of the size asked for, the last of which may be shorter', () => {
    const bytes = Uint8Array.from({ length: 10 }, (_, i) => i);
    const stream = streamOf(bytes, 4);
    expect(stream.map(chunk => [...chunk])).toEqual([
      [0, 1, 2, 3],
      [4, 5, 6, 7],
      [8, 9],
    ]);
    expect(stream.every(chunk => Buffer.isBuffer(chunk))).toBe(true);
  });
});

describe('a measurement on streams', () => {
  it('gives each case all of its streams in each turn, and a time for each round', () => {
    const streams = Array.from({ length: 4 }, (_, i) => streamOf(new Uint8Array(64).fill(i), 16));
    const turns: number[][] = [];
    const run = (times: number, from: number) => {
      turns.push(Array.from({ length: times }, (_, i) => (from + i) & 3));
      return times;
    };
    const rounds = 5;
    const times = measureStreams([{ streams, run }], { rounds, slice: 2 });
    expect(times.map(own => own.length)).toEqual([rounds]);
    const last = turns.slice(-rounds * streams.length);
    expect(last).toEqual(Array.from({ length: rounds }, () => [[0], [1], [2], [3]]).flat());
  });
});
