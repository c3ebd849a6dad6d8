let tables: Uint16Array | undefined;

/** Slicing-by-8: entry `256 * k + b` is what byte `b` does to the register when `k` further bytes follow it. */
export function crc16Tables(): Uint16Array {
  tables ??= buildTables();
  return tables;
}

function buildTables(): Uint16Array {
  const built = new Uint16Array(8 * 256);
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >> 1) ^ 0xa001 : crc >> 1;
    built[byte] = crc;
  }
  for (let i = 256; i < built.length; i++) {
    const before = built[i - 256]!;
    built[i] = (before >> 8) ^ built[before & 0xff]!;
  }
  return built;
}
