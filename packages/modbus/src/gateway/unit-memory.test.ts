import { FakeClock } from '@bus/line/testing';
import { describe, expect, it } from 'vitest';
import { UnitMemory } from './unit-memory.js';

const answer = Uint8Array.of(3, 2, 0, 7);

describe('the memory of a unit', () => {
  it('recalls an answer with its age, and forgets it when it is too old', async () => {
    const clock = new FakeClock();
    const memory = new UnitMemory(clock, 100);
    memory.remember('a', answer, clock.now(), memory.version!);
    await clock.advance(99);
    expect(memory.recall('a')).toEqual({ answer, age: 99 });
    expect(memory.recall('b')).toBeUndefined();
    await clock.advance(1);
    expect(memory.recall('a')).toBeUndefined();
  });

  it('has no version while something is written, and another one afterwards', () => {
    const memory = new UnitMemory(new FakeClock(), 100);
    const before = memory.version;
    memory.writeBegins();
    memory.writeBegins();
    memory.writeEnds();
    expect(memory.version).toBeUndefined();
    memory.writeEnds();
    expect(memory.version).not.toBeUndefined();
    expect(memory.version).not.toBe(before);
  });

  it('does not keep the answer to a question that was asked before a write, whenever it comes', () => {
    const memory = new UnitMemory(new FakeClock(), 100);
    const asked = memory.version!;
    memory.writeBegins();
    memory.remember('a', answer, 0, asked);
    expect(memory.recall('a')).toBeUndefined();
    memory.writeEnds();
    memory.remember('a', answer, 0, asked);
    expect(memory.recall('a')).toBeUndefined();
    memory.remember('a', answer, 0, memory.version!);
    expect(memory.recall('a')).toBeDefined();
  });

  it('forgets at the beginning of a write and at its end', () => {
    const memory = new UnitMemory(new FakeClock(), 100);
    memory.remember('a', answer, 0, memory.version!);
    memory.writeBegins();
    expect(memory.recall('a')).toBeUndefined();
    memory.writeEnds();
    expect(memory.recall('a')).toBeUndefined();
  });

  it('keeps a limited number of answers, the latest ones', () => {
    const memory = new UnitMemory(new FakeClock(), 100);
    for (let index = 0; index < 300; index += 1) memory.remember(`${index}`, answer, 0, memory.version!);
    const kept = Array.from({ length: 300 }, (_, index) => memory.recall(`${index}`)).filter(Boolean);
    expect(kept).toHaveLength(256);
    expect(memory.recall('43')).toBeUndefined();
    expect(memory.recall('44')).toBeDefined();
  });
});
