/** What a program does that was written without much thought of speed, to count the frames in a stream of chunks. */
export type UsualScanner = (chunks: readonly Buffer[]) => number;

const COLON = 0x3a;

/** Modbus ASCII: `indexOf` finds the end of a frame, `Buffer.from` turns its digits into bytes, whose sum must be 0. */
export const usualAscii: UsualScanner = chunks => {
  let frames = 0;
  let rest: Buffer = Buffer.alloc(0);
  for (const chunk of chunks) {
    const buffer = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    let from = 0;
    for (;;) {
      const end = buffer.indexOf('\r\n', from, 'latin1');
      if (end < 0) break;
      const start = buffer.lastIndexOf(COLON, end);
      if (start >= from) {
        const digits = buffer.toString('latin1', start + 1, end);
        const bytes = Buffer.from(digits, 'hex');
        let sum = 0;
        for (let i = 0; i < bytes.length; i++) sum += bytes[i]!;
        if (bytes.length >= 3 && 2 * bytes.length === digits.length && (sum & 0xff) === 0) frames++;
      }
      from = end + 2;
    }
    rest = buffer.subarray(from);
  }
  return frames;
};

/** DCON: the text is cut at carriage returns, and the last two characters of a line are compared with its sum. */
export const usualDcon: UsualScanner = chunks => {
  let frames = 0;
  let text = '';
  for (const chunk of chunks) {
    text += chunk.toString('latin1');
    const lines = text.split('\r');
    text = lines.pop()!;
    for (const line of lines) {
      let sum = 0;
      for (let i = 0; i < line.length - 2; i++) sum += line.charCodeAt(i);
      const digits = (sum & 0xff).toString(16).toUpperCase().padStart(2, '0');
      if (line.length > 2 && line.endsWith(digits)) frames++;
    }
  }
  return frames;
};
