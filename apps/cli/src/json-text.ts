/**
 * A result as JSON text. Whole numbers beyond the safe ones (bigint) become decimal digits in quotes; NaN and infinities,
 * which JSON lacks, become their names.
 *
 * @param indent blanks per level; 0 (the default) prints one line.
 */
export function jsonText(value: unknown, indent = 0): string {
  // JSON leaves some control characters as they are, and U+009B steers terminals as ESC [ does.
  return JSON.stringify(value, writable, indent).replace(/[\u007f-\u009f]/g, escaped);
}

const escaped = (character: string) => `\\u00${character.charCodeAt(0).toString(16)}`;

function writable(_: string, value: unknown): unknown {
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  return value;
}
