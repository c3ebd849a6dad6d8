/** A key that was pressed: a name such as `up`, or the character itself. */
export type Key = string;

const sequences: Readonly<Record<string, Key>> = {
  '[A': 'up',
  OA: 'up',
  '[B': 'down',
  OB: 'down',
  '[5~': 'pageup',
  '[6~': 'pagedown',
  '[H': 'home',
  OH: 'home',
  '[1~': 'home',
  '[F': 'end',
  OF: 'end',
  '[4~': 'end',
};

const controls: Readonly<Record<string, Key>> = {
  '\u001b': 'escape',
  '\u0003': 'ctrl-c',
  '\u001a': 'ctrl-z',
  '\u000c': 'ctrl-l',
  '\u0015': 'ctrl-u',
  '\r': 'enter',
  '\n': 'enter',
  '\u007f': 'backspace',
  '\b': 'backspace',
};

/**
 * The keys in what a terminal sent at once. Sequences that mean nothing here are left out; an Escape by itself is
 * `escape`.
 *
 * @example keysIn('\u001b[Aq') // ['up', 'q']
 */
export function keysIn(text: string): Key[] {
  const keys: Key[] = [];
  for (let at = 0; at < text.length; ) {
    const character = String.fromCodePoint(text.codePointAt(at)!);
    at += character.length;
    const sequence = character === ESCAPE ? afterEscape.exec(text.slice(at))?.[0] : undefined;
    at += sequence?.length ?? 0;
    const key = sequence === undefined ? keyOf(character) : sequences[sequence];
    if (key !== undefined) keys.push(key);
  }
  return keys;
}

const ESCAPE = '\u001b';
/** A sequence with its parameters and its end. */
const afterEscape = /^(\[[0-9;?]*[ -/]*[@-~]|O[@-~])/;

const keyOf = (character: string): Key | undefined =>
  controls[character] ?? (character < ' ' ? undefined : character);
