import { describe, expect, it } from 'vitest';
import { memoryPair } from './memory-transport.js';
import { record, transportSuite } from './testing.js';

transportSuite(
  {
    name: 'a memory pair',
    async make() {
      const pair = memoryPair();
      const recording = record();
      await pair.b.open(recording.sink);
      return {
        transport: pair.a,
        peer: {
          write: bytes => pair.b.write(bytes),
          received: () => recording.bytes(),
          hangUp: () => pair.cut(),
          restore: () => pair.b.open(recording.sink),
        },
        dispose: () => pair.b.close(),
      };
    },
  },
  { describe, expect, it },
);

describe('a memory pair', () => {
  it('never delivers inside the writer’s call, and delivers a copy', async () => {
    const { a, b } = memoryPair();
    const heard = record();
    await a.open({ data: () => undefined, closed: () => undefined });
    await b.open(heard.sink);
    const bytes = Uint8Array.of(1, 2, 3);
    const written = a.write(bytes);
    expect(heard.calls()).toBe(0);
    bytes.fill(9);
    await written;
    await Promise.resolve();
    expect([...heard.bytes()]).toEqual([1, 2, 3]);
  });

  it('delivers nothing of what was under way to who opens after a cut', async () => {
    const { a, b, cut } = memoryPair();
    const heard = record();
    const sink = { data: heard.sink.data, closed: () => void a.open(heard.sink) };
    await a.open(sink);
    await b.open({ data: () => undefined, closed: () => undefined });
    const written = b.write(Uint8Array.of(1, 2, 3));
    cut();
    await written;
    await new Promise(resolve => setTimeout(resolve, 5));
    expect([...heard.bytes()]).toEqual([]);
  });

  it('tells both sides when it is cut', async () => {
    const pair = memoryPair();
    const sides = [record(), record()];
    await pair.a.open(sides[0]!.sink);
    await pair.b.open(sides[1]!.sink);
    pair.cut(new Error('cut'));
    expect(sides.map(side => side.reasons.map(reason => reason?.message))).toEqual([['cut'], ['cut']]);
  });
});
