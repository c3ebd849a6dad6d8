/** Each byte value once, in order. */
export const everyByte: Uint8Array = Uint8Array.from({ length: 256 }, (_, index) => index);

/** 64 KiB in which neighbouring pieces differ. */
export const large: Uint8Array = Uint8Array.from(
  { length: 64 * 1024 },
  (_, index) => (index * 31 + (index >> 8)) & 0xff,
);
