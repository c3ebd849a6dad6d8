import asc from 'assemblyscript/asc';

/** Counts the candidates among bytes, by trying each start with each length: what everybody does. */
export type NaiveSearch = (bytes: Uint8Array) => number;

const LONGEST = 256;

function crcTable(): Uint16Array {
  return Uint16Array.from({ length: 256 }, (_, byte) => {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >> 1) ^ 0xa001 : crc >> 1;
    return crc;
  });
}

/** In plain JavaScript: one table look-up per byte and start. */
export function naiveJs(): NaiveSearch {
  const table = crcTable();
  return bytes => {
    let count = 0;
    for (let start = 0; start < bytes.length; start++) {
      const end = Math.min(bytes.length, start + LONGEST);
      let crc = 0xffff;
      for (let at = start; at < end; at++) {
        crc = (crc >> 8) ^ table[(crc ^ bytes[at]!) & 0xff]!;
        if (crc === 0 && at >= start + 3) count++;
      }
    }
    return count;
  };
}

const TABLE_AT = 1024;
const INPUT_AT = 65536;

/** The same, statement by statement. */
const SOURCE = `
  export function search(length: usize): i32 {
    let count = 0;
    const last: usize = ${INPUT_AT} + length;
    for (let start: usize = ${INPUT_AT}; start < last; start++) {
      const end = min(last, start + ${LONGEST});
      let crc: u32 = 0xffff;
      for (let at = start; at < end; at++) {
        crc = (crc >> 8) ^ load<u16>(${TABLE_AT} + (((crc ^ load<u8>(at)) & 0xff) << 1));
        if (crc == 0 && at >= start + 3) count++;
      }
    }
    return count;
  }`;

interface NaiveExports {
  readonly memory: WebAssembly.Memory;
  search(length: number): number;
}

/** In WebAssembly, from the same compiler and with the same options as the capture scanner; the bytes are copied in. */
export async function naiveWasm(): Promise<NaiveSearch> {
  const { error, binary, stderr } = await asc.compileString(SOURCE, {
    optimizeLevel: 3,
    converge: true,
    noAssert: true,
    runtime: 'stub',
    initialMemory: 4,
  });
  if (error || !binary) throw new Error(`asc failed: ${error?.message}\n${stderr.toString()}`);
  const { instance } = await WebAssembly.instantiate(Uint8Array.from(binary));
  const { memory, search } = instance.exports as unknown as NaiveExports;
  const table = crcTable();
  new Uint16Array(memory.buffer, TABLE_AT, table.length).set(table);
  const input = new Uint8Array(memory.buffer, INPUT_AT);
  return bytes => {
    input.set(bytes);
    return search(bytes.length);
  };
}
