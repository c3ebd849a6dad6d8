/**
 * A text of a device without what could steer the terminal: control characters become `\x1b`.
 *
 * @example harmlessText('a\u001b[31m') // 'a\\x1b[31m'
 */
export function harmlessText(text: string): string {
  return text.replace(/\p{Cc}/gu, escaped);
}

const escaped = (character: string) => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
