/**
 * Bytes as people write them: `01 03 01 21 00 01 D5 FC`.
 *
 * @example formatHex(Uint8Array.of(1, 3, 255)) // '01 03 FF'
 */
export function formatHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes)
    text += `${text === '' ? '' : ' '}${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  return text;
}
