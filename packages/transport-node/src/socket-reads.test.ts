import { describe, expect, it } from 'vitest';
import { SocketReads } from './socket-reads.js';

/** A socket that reads as it is told, and where each read went. */
function scene(place: Uint8Array | undefined) {
  const reads = new SocketReads();
  const { buffer, callback } = reads.onread as {
    buffer: () => Uint8Array;
    callback: typeof reads.onread.callback;
  };
  const heard: number[] = [];
  const events = {
    space: () => place,
    data: (chunk: Uint8Array) => heard.push(...chunk),
    ended: () => undefined,
  };
  const read = (...bytes: number[]) => {
    const target = buffer();
    target.set(bytes);
    return { inPlace: target === place, goesOn: callback(bytes.length, target) };
  };
  return { reads, events, heard, read, start: () => reads.start(events) };
}

const bytes = (length: number) => new Array<number>(length).fill(7);

describe('what a socket reads', () => {
  it('goes to the place that the owner offers, or else to memory of its own', () => {
    for (const place of [new Uint8Array(2048), undefined]) {
      const { heard, read, start } = scene(place);
      start();
      expect(read(1, 2)).toEqual({ inPlace: place !== undefined, goesOn: true });
      expect(read(3)).toEqual({ inPlace: place !== undefined, goesOn: true });
      expect(heard).toEqual([1, 2, 3]);
    }
  });

  it('goes to larger memory once it was much, until it is little again for a while', () => {
    const { heard, read, start } = scene(new Uint8Array(2048));
    start();
    expect(read(...bytes(2048)).inPlace).toBe(true);
    expect(read(...bytes(5000)).inPlace).toBe(false);
    const places = Array.from({ length: 17 }, () => read(1).inPlace);
    expect(places).toEqual([...new Array<boolean>(16).fill(false), true]);
    expect(heard).toHaveLength(2048 + 5000 + 17);
  });

  it('shares one buffer among all sockets that have no better place', () => {
    const [a, b] = [scene(undefined), scene(undefined)];
    a.start();
    b.start();
    const place = (reads: SocketReads) => (reads.onread.buffer as () => Uint8Array)();
    expect(place(a.reads)).toBe(place(b.reads));
    a.read(1, 2);
    b.read(3);
    a.read(4);
    expect([a.heard, b.heard]).toEqual([[1, 2, 4], [3]]);
  });

  it('waits for the owner when it comes too early, and stops the socket when it is too much', () => {
    const { heard, read, start } = scene(new Uint8Array(2048));
    expect(read(1, 2)).toEqual({ inPlace: false, goesOn: true });
    expect(read(...bytes(16_382))).toEqual({ inPlace: false, goesOn: false });
    expect(heard).toEqual([]);
    start();
    expect(heard).toEqual([1, 2, ...bytes(16_382)]);
  });
});
