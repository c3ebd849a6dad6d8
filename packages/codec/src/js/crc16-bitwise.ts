/**
 * CRC-16/MODBUS exactly as it is defined, bit by bit: polynomial 0x8005 with the bits reversed, initial value 0xFFFF.
 * Slow, and the measure of every other implementation.
 */
export function crc16Bitwise(bytes: Uint8Array, start = 0, end = bytes.length): number {
  let crc = 0xffff;
  for (let i = start; i < end; i++) {
    crc ^= bytes[i]!;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >> 1) ^ 0xa001 : crc >> 1;
  }
  return crc;
}
