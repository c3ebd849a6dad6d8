import { compileBurst, LARGEST_FRAME, type Scanner } from '@bus/codec';
import { describe, expect, it } from 'vitest';
import { frame, toyFraming } from '../test/toy-protocol.js';
import { Receiver } from './receiver.js';

/** A receiver and what it found in an answer with a wrong checksum. */
function scene() {
  const noise: boolean[] = [];
  const receiver = new Receiver({ frame: () => undefined, noise: (_, damaged) => noise.push(damaged) });
  const hearDamaged = () => {
    noise.length = 0;
    const bytes = frame(1, 3, 1, 77);
    bytes[3]! ^= 1;
    receiver.receive(bytes, toyFraming);
    receiver.silent(toyFraming);
    return noise.includes(true);
  };
  return { receiver, hearDamaged };
}

const awaited = [{ head: Uint8Array.of(1, 3, 1), length: 6 }];

describe('a receiver', () => {
  it('hands a search no more bytes at once than the largest frame has, and never stands still', () => {
    const rules = compileBurst({ lengthMin: 1, lengthMax: LARGEST_FRAME, checksum: 'none' });
    const lengths: number[] = [];
    const hear = (silent: boolean) => {
      const framing = { ...toyFraming, scan: (scanner: Scanner) => scanner.scan(rules, silent) };
      const found = { frame: (bytes: Uint8Array) => lengths.push(bytes.length), noise: () => undefined };
      const receiver = new Receiver(found);
      receiver.space();
      receiver.release();
      receiver.receive(new Uint8Array(3000), framing);
      receiver.clear();
      receiver.space();
      receiver.receive(new Uint8Array(3000), framing);
      receiver.release();
    };
    hear(true);
    expect(lengths).toEqual([2048, 952, 2048, 952]);
    hear(false);
    expect(lengths).toHaveLength(4);
  });

  it('knows a damaged answer that is awaited from noise, and only then', () => {
    const { receiver, hearDamaged } = scene();
    expect(hearDamaged()).toBe(false);
    receiver.expect(awaited);
    expect(hearDamaged()).toBe(true);
    receiver.expect([]);
    expect(hearDamaged()).toBe(false);
    receiver.expect(awaited);
    expect(hearDamaged()).toBe(true);
  });

  it('knows it again after its window was given back', () => {
    const { receiver, hearDamaged } = scene();
    receiver.expect(awaited);
    receiver.release();
    receiver.expect(awaited);
    expect(hearDamaged()).toBe(true);
    receiver.release();
    expect(hearDamaged()).toBe(false);
  });
});
