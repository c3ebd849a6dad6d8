/**
 * The text of a frame that is one, as frames of DCON and Modbus ASCII are; undefined for others.
 *
 * @example frameText(Uint8Array.of(0x24, 0x30, 0x32, 0x4d, 0x0d)) // '$02M'
 */
export function frameText(bytes: Uint8Array): string | undefined {
  const text = String.fromCharCode(...bytes.subarray(0, 600));
  return /^[\x20-\x7e]{2,}\r\n?$/.test(text) ? text.trimEnd() : undefined;
}
