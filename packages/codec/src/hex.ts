/** Value of a hexadecimal digit, either case; -1 for any other character. */
export function hexValue(character: number): number {
  if (character >= 0x30 && character <= 0x39) return character - 0x30;
  const letter = character & ~0x20;
  return letter >= 0x41 && letter <= 0x46 ? letter - 0x37 : -1;
}

let values: Uint8Array | undefined;

/** `hexValue` of each character, as a table; 255 for what is no digit. */
export function hexValues(): Uint8Array {
  values ??= Uint8Array.from({ length: 256 }, (_, character) => hexValue(character));
  return values;
}

/** The character, in upper case when it is a letter `a`..`z`. */
export function upperCase(character: number): number {
  return character >= 0x61 && character <= 0x7a ? character - 0x20 : character;
}

export function isBlank(character: number): boolean {
  return character === 0x20 || character === 0x09;
}
