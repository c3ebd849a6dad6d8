// How frames of Modbus RTU are usually found in JavaScript: what has come is kept in one Buffer; at every byte both
// lengths that the function code allows are tried, each with a CRC by table; what begins no frame is skipped by a byte.

const table = Uint16Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >> 1) ^ 0xa001 : crc >> 1;
  return crc;
});

function crcByTable(bytes: Buffer, start: number, end: number): number {
  let crc = 0xffff;
  for (let i = start; i < end; i++) crc = (crc >> 8) ^ table[(crc ^ bytes[i]!) & 0xff]!;
  return crc;
}

/** Length of a question that starts at `at`, 0 for none, -1 while it is not known. */
function requestLength(bytes: Buffer, at: number): number {
  const code = bytes[at + 1]!;
  if (code >= 1 && code <= 6) return 8;
  if (code !== 15 && code !== 16) return 0;
  if (at + 6 >= bytes.length) return -1;
  const count = bytes[at + 6]!;
  return count >= 1 && count <= 246 && (code === 15 || count % 2 === 0) ? 9 + count : 0;
}

/** The same for an answer. */
function responseLength(bytes: Buffer, at: number): number {
  const code = bytes[at + 1]!;
  if (code === 5 || code === 6 || code === 15 || code === 16) return 8;
  if (code > 0x80) return isKnown(code & 0x7f) ? 5 : 0;
  if (code < 1 || code > 4) return 0;
  if (at + 2 >= bytes.length) return -1;
  const count = bytes[at + 2]!;
  return count >= 1 && count <= 250 && (code <= 2 || count % 2 === 0) ? 5 + count : 0;
}

function isKnown(code: number): boolean {
  return (code >= 1 && code <= 6) || code === 15 || code === 16;
}

/** The usual scanner of a line. */
export class UsualScanner {
  private pending: Buffer = Buffer.alloc(0);

  /** Takes what has come, and calls `onFrame` for each frame that is complete. */
  receive(chunk: Buffer, onFrame: (bytes: Buffer, start: number, end: number) => void): void {
    const bytes = this.pending.length === 0 ? chunk : Buffer.concat([this.pending, chunk]);
    this.pending = bytes.subarray(search(bytes, false, onFrame));
  }

  /** The line is silent: what waits for more bytes begins no frame. */
  silence(onFrame: (bytes: Buffer, start: number, end: number) => void): void {
    search(this.pending, true, onFrame);
    this.pending = Buffer.alloc(0);
  }
}

/** Returns where the bytes begin that must be kept. */
function search(
  bytes: Buffer,
  silent: boolean,
  onFrame: (bytes: Buffer, start: number, end: number) => void,
): number {
  let at = 0;
  while (at + 4 <= bytes.length) {
    const length = frameLength(bytes, at);
    if (length < 0 && !silent) break;
    if (length > 0) onFrame(bytes, at, at + length);
    at += length > 0 ? length : 1;
  }
  return at;
}

/** Length of the frame that starts at `at`, 0 for none, -1 while more bytes are needed to know. */
function frameLength(bytes: Buffer, at: number): number {
  if (bytes[at]! > 247) return 0;
  const request = requestLength(bytes, at);
  const response = responseLength(bytes, at);
  const shorter = Math.min(request, response);
  const longer = Math.max(request, response);
  const available = bytes.length - at;
  if (shorter > 0 && shorter <= available && crcByTable(bytes, at, at + shorter) === 0) return shorter;
  if (longer > shorter && longer <= available && crcByTable(bytes, at, at + longer) === 0) return longer;
  return shorter < 0 || longer > available ? -1 : 0;
}
