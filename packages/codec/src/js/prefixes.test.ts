import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { STATE_END, STATE_FILLED, STATE_WORDS, WINDOW } from '../layout.js';
import { concat, frame, readRequest } from '../modbus-like.fixture.js';
import { crc16Bitwise } from './crc16-bitwise.js';
import { Prefixes } from './prefixes.js';
import { Soundness } from './soundness.js';

function windowWith(bytes: Uint8Array, at: number): Uint8Array {
  const window = new Uint8Array(WINDOW).fill(0xa5);
  window.set(bytes, at);
  return window;
}

/** Sound frames, noise, zeros and the bytes of the initial value, behind one another. */
const stream = fc
  .array(
    fc.oneof(
      fc.array(fc.nat(255), { minLength: 2, maxLength: 60 }).map(body => frame(...body)),
      fc.uint8Array({ maxLength: 20 }),
      fc.nat(40).map(length => new Uint8Array(length)),
      fc.nat(3).map(length => new Uint8Array(length).fill(255)),
    ),
    { maxLength: 12 },
  )
  .map(parts => concat(...parts));

describe('the normalised checksums of a window', () => {
  it('find every sound stretch, and no other', () => {
    fc.assert(
      fc.property(stream, fc.integer({ min: 0, max: 3000 }), fc.nat(300), (bytes, at, reach) => {
        const prefixes = new Prefixes(windowWith(bytes, at), new Int32Array(STATE_WORDS));
        prefixes.begin(at);
        for (let start = 0; start < bytes.length; start += 3) {
          for (let end = start + 2; end <= Math.min(bytes.length, start + reach); end++) {
            const sound = crc16Bitwise(bytes, start, end) === 0;
            if (prefixes.isSound(at + start, at + end) !== sound) expect.unreachable(`${start}..${end}`);
          }
        }
        expect(true).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  it('reach to both ends of the window', () => {
    const whole = frame(...Array.from({ length: WINDOW - 2 }, (_, i) => (i * 7) & 255));
    const prefixes = new Prefixes(whole, new Int32Array(STATE_WORDS));
    prefixes.begin(0);
    expect(prefixes.isSound(0, WINDOW)).toBe(true);
    expect(prefixes.isSound(1, WINDOW)).toBe(false);
  });
});

describe('what decides whether stretches are sound', () => {
  /** In a window that holds noise and a sound request at its end. */
  const request = readRequest(1, 0, 1);
  const bytes = concat(new Uint8Array(40).fill(3), request);
  const make = () => {
    const state = new Int32Array(STATE_WORDS);
    state[STATE_END] = bytes.length;
    const sound = new Soundness(windowWith(bytes, 0), state);
    sound.begin();
    return { state, sound };
  };

  it('sums a few stretches, and turns to the normalised checksums when it was in vain too often', () => {
    const { state, sound } = make();
    expect(sound.isSound(0, 40)).toBe(false);
    expect(state[STATE_FILLED]).toBe(0);
    for (let i = 0; i < 3; i++) expect(sound.isSound(i, 40)).toBe(false);
    expect(sound.isSound(40, 8)).toBe(true);
    expect(sound.isSound(1, 47)).toBe(false);
    expect(state[STATE_FILLED]).toBe(48);
  });

  it('keeps them until the bytes are moved', () => {
    const { state, sound } = make();
    for (let i = 0; i < 4; i++) sound.isSound(i, 40);
    sound.isSound(0, 48);
    sound.begin();
    expect(sound.isSound(40, 8)).toBe(true);
    expect(state[STATE_FILLED]).toBe(48);
    state[STATE_FILLED] = 0;
    sound.begin();
    expect(sound.isSound(40, 8)).toBe(true);
    expect(state[STATE_FILLED]).toBe(0);
  });
});
