const table = Uint16Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >> 1) ^ 0xa001 : crc >> 1;
  return crc;
});

/** CRC-16/MODBUS as most programs compute it: one table look-up for each byte. */
export function usualCrc16(bytes: Uint8Array): number {
  let crc = 0xffff;
  for (let index = 0; index < bytes.length; index += 1)
    crc = (crc >> 8) ^ table[(crc ^ bytes[index]!) & 0xff]!;
  return crc;
}
