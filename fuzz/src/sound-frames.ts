import { crc16, lrc8 } from '@bus/codec';

/** The protocols whose frames can be told by themselves. */
export type Spoken = 'rtu' | 'ascii' | 'tcp';

/** Whether a sound frame to or from one of these units stands anywhere in the bytes: by brute force, without the product's scanner. */
export function holdsFrame(bytes: Uint8Array, framing: Spoken, units: readonly number[]): boolean {
  for (let start = 0; start < bytes.length; start += 1)
    if (beginsFrame[framing](bytes, start, units)) return true;
  return false;
}

const beginsFrame: Record<Spoken, (bytes: Uint8Array, start: number, units: readonly number[]) => boolean> = {
  rtu(bytes, start, units) {
    if (!units.includes(bytes[start]!)) return false;
    for (let end = start + 4; end <= Math.min(bytes.length, start + 256); end += 1)
      if (crc16(bytes, start, end) === 0) return true;
    return false;
  },
  ascii(bytes, start, units) {
    if (bytes[start] !== 0x3a) return false;
    const rest = String.fromCharCode(...bytes.subarray(start + 1, start + 513));
    const digits = /^((?:[0-9A-F]{2}){3,255})\r[\s\S]/.exec(rest)?.[1];
    const content = Uint8Array.from(digits?.match(/../g) ?? [], pair => Number.parseInt(pair, 16));
    return units.includes(content[0]!) && lrc8(content, 0, content.length - 1) === content.at(-1);
  },
  tcp(bytes, start, units) {
    if (bytes.length < start + 8 || bytes[start + 2] !== 0 || bytes[start + 3] !== 0) return false;
    const length = bytes[start + 4]! * 256 + bytes[start + 5]!;
    return (
      length >= 2 && length <= 254 && start + 6 + length <= bytes.length && units.includes(bytes[start + 6]!)
    );
  },
};
