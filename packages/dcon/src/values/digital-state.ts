import type { DigitalByte } from '../families/family.js';

/** Outputs and inputs as masks; bit 0 is the lowest channel. */
export interface DigitalMasks {
  readonly outputs: number;
  readonly inputs: number;
}

type Layout = readonly [DigitalByte, DigitalByte];

/** Takes the two bytes of a digital answer apart. Bits of channels that the module does not have are left in. */
export function unpackDigital(layout: Layout, first: number, second: number): DigitalMasks {
  const masks = { outputs: 0, inputs: 0 };
  for (const [content, byte] of [
    [layout[0], first],
    [layout[1], second],
  ] as const) {
    if (content === 'none') continue;
    const high = content.endsWith('8+');
    masks[content.startsWith('outputs') ? 'outputs' : 'inputs'] |= high ? byte << 8 : byte;
  }
  return masks;
}

/** The two bytes of a digital answer. */
export function packDigital(layout: Layout, masks: DigitalMasks): { first: number; second: number } {
  const byte = (content: DigitalByte): number => {
    if (content === 'none') return 0;
    const mask = masks[content.startsWith('outputs') ? 'outputs' : 'inputs'];
    return (content.endsWith('8+') ? mask >> 8 : mask) & 0xff;
  };
  return { first: byte(layout[0]), second: byte(layout[1]) };
}

/** The mask of all channels. */
export const allOf = (count: number): number => 2 ** count - 1;

/** `mask` as booleans, lowest channel first. */
export const bitsOf = (mask: number, count: number): boolean[] =>
  Array.from({ length: count }, (_, index) => (mask & (1 << index)) !== 0);

/** Booleans as a mask, lowest channel first. */
export const maskOf = (bits: readonly boolean[]): number =>
  bits.reduce((mask, bit, index) => (bit ? mask | (1 << index) : mask), 0);
