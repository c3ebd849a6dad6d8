/** Columns that a character takes on a terminal: 0 for marks that stand on others, 2 for wide ones. */
function widthOf(character: string): number {
  if (/^[\p{Mn}\p{Me}\p{Cf}]$/u.test(character)) return 0;
  return /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303e\uff01-\uff60\p{Emoji_Presentation}]$/u.test(
    character,
  )
    ? 2
    : 1;
}

/** Columns that a text without control characters takes. */
export function textWidth(text: string): number {
  let width = 0;
  for (const character of text) width += widthOf(character);
  return width;
}

/** Without what a terminal could take for commands: a device's text may hold anything. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/gu, '·');
}

/**
 * A text that takes exactly so many columns: filled up with blanks, or cut off with `…`.
 *
 * @param side where blanks are added.
 */
export function fitted(text: string, columns: number, side: 'left' | 'right' = 'right'): string {
  if (columns <= 0) return '';
  const width = textWidth(text);
  if (width <= columns) {
    const blanks = ' '.repeat(columns - width);
    return side === 'right' ? text + blanks : blanks + text;
  }
  let kept = '';
  let taken = 0;
  for (const character of text) {
    if (taken + widthOf(character) > columns - 1) break;
    kept += character;
    taken += widthOf(character);
  }
  return `${kept}…${' '.repeat(columns - 1 - taken)}`;
}
