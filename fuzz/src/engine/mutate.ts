import { type Random, randomInteger } from '@bus/sim';

/** Numbers at which mistakes sit. */
const INTERESTING = [
  0, 1, 2, 3, 4, 5, 7, 8, 0x0a, 0x0d, 0x10, 0x20, 0x2b, 0x2f, 0x30, 0x39, 0x3a, 0x3e, 0x40, 0x41, 0x46, 0x61,
  0x7b, 0x7d, 0x7e, 0x7f, 0x80, 0x81, 0xf7, 0xf8, 0xfa, 0xfb, 0xfc, 0xfd, 0xfe, 0xff,
];

export interface Sources {
  readonly random: Random;
  /** Bytes of the longest input. */
  readonly longest: number;
  readonly words: readonly Uint8Array[];
  /** Another input, to take parts of. */
  other(): Uint8Array;
}

type Mutation = (bytes: number[], sources: Sources) => void;

const place = (bytes: readonly number[], random: Random): number =>
  bytes.length === 0 ? 0 : randomInteger(random, 0, bytes.length - 1);
const below = (random: Random, limit: number): number => randomInteger(random, 0, Math.max(0, limit - 1));
/** Short stretches are likelier. */
const stretch = (random: Random, most: number): number =>
  Math.min(most, 1 + below(random, random() < 0.8 ? 8 : 64));

const mutations: readonly Mutation[] = [
  (bytes, { random }) => {
    const at = place(bytes, random);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << below(random, 8));
  },
  (bytes, { random }) => {
    bytes[place(bytes, random)] = below(random, 256);
  },
  (bytes, { random }) => {
    bytes[place(bytes, random)] = INTERESTING[below(random, INTERESTING.length)]!;
  },
  (bytes, { random }) => {
    const at = place(bytes, random);
    bytes[at] = ((bytes[at] ?? 0) + below(random, 33) - 16) & 255;
  },
  (bytes, { random }) => {
    const word = [0, 1, 0x7d, 0x7e, 0x7b0, 0x7d0, 0x7d1, 0x0100, 0x7fff, 0x8000, 0xff00, 0xffff][
      below(random, 12)
    ]!;
    bytes.splice(place(bytes, random), 2, word >> 8, word & 255);
  },
  (bytes, { random }) => {
    bytes.splice(place(bytes, random), stretch(random, bytes.length));
  },
  (bytes, { random }) => {
    const count = stretch(random, 16);
    bytes.splice(place(bytes, random), 0, ...Array.from({ length: count }, () => below(random, 256)));
  },
  (bytes, { random }) => {
    const from = place(bytes, random);
    const part = bytes.slice(from, from + stretch(random, bytes.length));
    bytes.splice(place(bytes, random), random() < 0.5 ? 0 : part.length, ...part);
  },
  (bytes, { random }) => {
    bytes.splice(
      place(bytes, random),
      0,
      ...Array(stretch(random, 64)).fill(bytes[place(bytes, random)] ?? 0),
    );
  },
  (bytes, { random, other }) => {
    const donor = other();
    const from = below(random, donor.length);
    const part = donor.subarray(from, from + stretch(random, donor.length));
    bytes.splice(place(bytes, random), random() < 0.5 ? 0 : part.length, ...part);
  },
  (bytes, { random, other }) => {
    const donor = other();
    bytes.splice(place(bytes, random), bytes.length, ...donor.subarray(below(random, donor.length)));
  },
];

const insertWord: Mutation = (bytes, { random, words }) => {
  const word = words[below(random, words.length)]!;
  bytes.splice(place(bytes, random), random() < 0.5 ? 0 : word.length, ...word);
};

/** A changed copy of an input: one to eight mutations, one behind the other. */
export function mutate(input: Uint8Array, sources: Sources): Uint8Array {
  const { random, words, longest } = sources;
  const bytes = [...input];
  for (let left = 1 + Math.floor(-Math.log2(1 - random() * 0.996)); left > 0; left -= 1) {
    const useWord = words.length > 0 && random() < 0.3;
    const mutation = useWord ? insertWord : mutations[below(random, mutations.length)]!;
    mutation(bytes, sources);
  }
  return Uint8Array.from(bytes.slice(0, longest));
}
