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
