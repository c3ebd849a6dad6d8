import { crc16Tables } from './crc16-tables.js';

/** The register behind the stretch when `crc` is the one in front of it, eight bytes at a time by tables. */
export function crc16Sliced(bytes: Uint8Array, start: number, end: number, crc: number): number {
  const table = crc16Tables();
  let i = start;
  for (const lastEight = end - 8; i <= lastEight; i += 8) {
    crc =
      table[1792 + (bytes[i]! ^ (crc & 0xff))]! ^
      table[1536 + (bytes[i + 1]! ^ (crc >> 8))]! ^
      table[1280 + bytes[i + 2]!]! ^
      table[1024 + bytes[i + 3]!]! ^
      table[768 + bytes[i + 4]!]! ^
      table[512 + bytes[i + 5]!]! ^
      table[256 + bytes[i + 6]!]! ^
      table[bytes[i + 7]!]!;
  }
  for (; i < end; i++) crc = (crc >> 8) ^ table[(crc ^ bytes[i]!) & 0xff]!;
  return crc;
}

/**
 * CRC of the first six bytes of `bytes`: what most questions on a serial line are made of. No entry of the tables has to
 * wait for another, and the register's initial value changes the first two bytes only.
 */
export function crc16OfSix(bytes: Uint8Array): number {
  const table = crc16Tables();
  return (
    table[1280 + (bytes[0]! ^ 0xff)]! ^
    table[1024 + (bytes[1]! ^ 0xff)]! ^
    table[768 + bytes[2]!]! ^
    table[512 + bytes[3]!]! ^
    table[256 + bytes[4]!]! ^
    table[bytes[5]!]!
  );
}
