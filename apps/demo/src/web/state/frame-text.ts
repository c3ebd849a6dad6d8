/**
 * The characters of a frame that is text, as those of DCON, the 232DRIO and Modbus ASCII are; undefined where it is not. The
 * line's end is left out.
 *
 * @param hex `24 30 32 32 0D`
 */
export function frameText(hex: string): string | undefined {
  const bytes = hex.split(' ').map(byte => Number.parseInt(byte, 16));
  while (bytes.length > 0 && END.includes(bytes.at(-1)!)) bytes.pop();
  if (bytes.length === 0 || bytes.length === hex.split(' ').length) return undefined;
  return bytes.every(byte => byte >= 0x20 && byte < 0x7f) ? String.fromCharCode(...bytes) : undefined;
}

const END = [0x0d, 0x0a];
