import type { TextStore } from './storage.js';

const KEY = 'bus-demo.commands';
const LIMIT = 100;

/**
 * The commands that were sent, oldest first, kept for the next visit; walked through as in a terminal: up goes back, down
 * comes forward to what was being typed.
 */
export class CommandHistory {
  readonly #store: TextStore;
  #commands: readonly string[];
  /** Where we are; behind the last command when nothing is recalled. */
  #position: number;
  #draft = '';

  constructor(store: TextStore) {
    this.#store = store;
    this.#commands = parse(store.get(KEY));
    this.#position = this.#commands.length;
  }

  get commands(): readonly string[] {
    return this.#commands;
  }

  /** Remembers a command, unless it is the one before once more, and stands behind it again. */
  add(command: string): void {
    if (this.#commands.at(-1) !== command) {
      this.#commands = [...this.#commands, command].slice(-LIMIT);
      this.#store.set(KEY, JSON.stringify(this.#commands));
    }
    this.#position = this.#commands.length;
    this.#draft = '';
  }

  /** The command before, or undefined at the oldest. @param typed what stands in the field. */
  back(typed: string): string | undefined {
    if (this.#position === this.#commands.length) this.#draft = typed;
    if (this.#position === 0) return undefined;
    this.#position--;
    return this.#commands[this.#position];
  }

  /** The command after, at last what was typed; undefined when that stands there already. */
  forward(): string | undefined {
    if (this.#position === this.#commands.length) return undefined;
    this.#position++;
    return this.#commands[this.#position] ?? this.#draft;
  }
}

/** What another version or a curious person left in the store is no reason to fail. */
function parse(text: string | undefined): readonly string[] {
  try {
    const list: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(list)
      ? list.filter(entry => typeof entry === 'string' && entry !== '').slice(-LIMIT)
      : [];
  } catch {
    return [];
  }
}
