/**
 * The bytes of a module that stands in a source file. Numbers in decimal are read by the platform's own parser, at once;
 * base64 would have to be taken apart in a loop that takes longer than to compile the module, and is no shorter when it is
 * compressed.
 *
 * @param text a JSON array of bytes
 */
export function moduleBytes(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(JSON.parse(text) as number[]);
}
