/** Packs bits as Modbus does: the first bit is the lowest of the first byte, unused high bits are 0. */
export function packBits(bits: readonly boolean[]): Uint8Array {
  const bytes = new Uint8Array(Math.ceil(bits.length / 8));
  for (let index = 0; index < bits.length; index += 1)
    if (bits[index]) bytes[index >> 3]! |= 1 << (index & 7);
  return bytes;
}

/** The first `count` bits of packed bytes. */
export function unpackBits(bytes: Uint8Array, count: number): boolean[] {
  const bits = new Array<boolean>(count);
  for (let index = 0; index < count; index += 1)
    bits[index] = (((bytes[index >> 3] ?? 0) >> (index & 7)) & 1) === 1;
  return bits;
}

/** All bits of packed bytes as digits, the first one first: `1011 0000`. */
export function bitsText(bytes: Uint8Array): string {
  const digits = unpackBits(bytes, 8 * bytes.length).map(bit => (bit ? '1' : '0'));
  return digits.join('').replace(/.{4}(?=.)/g, '$& ');
}
