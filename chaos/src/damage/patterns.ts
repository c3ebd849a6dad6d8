import { type Random, randomInteger } from '@bus/sim';

/**
 * Every way to invert exactly `count` of the bits of `bytes`. The array given out is the same each time.
 *
 * @param count 1 or more, at most the number of bits.
 */
export function* everyFlip(bytes: Uint8Array, count: number): Generator<Uint8Array> {
  const damaged = bytes.slice();
  const bits = 8 * bytes.length;
  const flip = (bit: number) => {
    damaged[bit >> 3]! ^= 1 << (bit & 7);
  };
  const chosen = Array.from({ length: count }, (_, index) => index);
  for (const bit of chosen) flip(bit);
  while (true) {
    yield damaged;
    let place = count - 1;
    while (place >= 0 && chosen[place] === bits - count + place) place -= 1;
    if (place < 0) return;
    for (let index = place; index < count; index += 1) flip(chosen[index]!);
    let next = chosen[place]! + 1;
    for (let index = place; index < count; index += 1) {
      chosen[index] = next;
      flip(next);
      next += 1;
    }
  }
}

/** `samples` times `count` different bits of `bytes`, chosen by chance. */
export function* someFlips(
  bytes: Uint8Array,
  count: number,
  samples: number,
  random: Random,
): Generator<Uint8Array> {
  const damaged = bytes.slice();
  const chosen = new Set<number>();
  for (let sample = 0; sample < samples; sample += 1) {
    chosen.clear();
    while (chosen.size < count) chosen.add(randomInteger(random, 0, 8 * bytes.length - 1));
    for (const bit of chosen) damaged[bit >> 3]! ^= 1 << (bit & 7);
    yield damaged;
    damaged.set(bytes);
  }
}

/** Every way to lose `count` bytes that stand together: the others close up. */
export function* everyLoss(bytes: Uint8Array, count: number): Generator<Uint8Array> {
  for (let at = 0; at + count <= bytes.length; at += 1) {
    yield Uint8Array.of(...bytes.subarray(0, at), ...bytes.subarray(at + count));
  }
}

/** Every byte value put in at every place. */
export function* everyInsertion(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at <= bytes.length; at += 1) {
    for (let byte = 0; byte < 256; byte += 1) {
      yield Uint8Array.of(...bytes.subarray(0, at), byte, ...bytes.subarray(at));
    }
  }
}

/** Every byte value in the place of every byte that had another. */
export function* everyReplacement(bytes: Uint8Array): Generator<Uint8Array> {
  const damaged = bytes.slice();
  for (let at = 0; at < bytes.length; at += 1) {
    for (let byte = 0; byte < 256; byte += 1) {
      if (byte === bytes[at]) continue;
      damaged[at] = byte;
      yield damaged;
    }
    damaged[at] = bytes[at]!;
  }
}

/** `samples` times the same number of bytes, all of them chosen by chance. */
export function* noise(length: number, samples: number, random: Random): Generator<Uint8Array> {
  const bytes = new Uint8Array(length);
  for (let sample = 0; sample < samples; sample += 1) {
    for (let at = 0; at < length; at += 1) bytes[at] = randomInteger(random, 0, 255);
    yield bytes;
  }
}
