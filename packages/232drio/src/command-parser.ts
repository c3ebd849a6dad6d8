import { ADDRESS, complement, type DrioCommand, HARSH_LEAD, NORMAL_LEAD, READ, SET } from './drio-command.js';

/** What a byte completed: a command, or a harsh set whose complement is wrong. */
export type Parsed = DrioCommand | { readonly kind: 'damaged'; readonly data: number };

/**
 * Takes commands byte by byte, as the unit's microcontroller does. It waits for the rest of a command for ever: how the
 * real one treats a command that breaks off is not documented.
 */
export class CommandParser {
  #bytes: number[] = [];

  /** Takes the next byte; returns what it completes. */
  take(byte: number): Parsed | undefined {
    this.#bytes.push(byte);
    if (!isBeginning(this.#bytes)) {
      this.#bytes = isBeginning([byte]) ? [byte] : [];
      return undefined;
    }
    const parsed = whole(this.#bytes);
    if (parsed !== undefined) this.#bytes = [];
    return parsed;
  }

  /** Bytes of a command that has begun. */
  get length(): number {
    return this.#bytes.length;
  }

  reset(): void {
    this.#bytes = [];
  }
}

function isBeginning([lead, address = ADDRESS, letter = READ]: readonly number[]): boolean {
  return (
    (lead === NORMAL_LEAD || lead === HARSH_LEAD) &&
    address === ADDRESS &&
    (letter === READ || letter === SET)
  );
}

function whole([lead, , letter, data, inverse]: readonly number[]): Parsed | undefined {
  const mode = lead === HARSH_LEAD ? 'harsh' : 'normal';
  if (letter === READ) return { kind: 'read', mode };
  if (data === undefined) return undefined;
  if (mode === 'normal') return { kind: 'set', mode, data };
  if (inverse === undefined) return undefined;
  return inverse === complement(data) ? { kind: 'set', mode, data } : { kind: 'damaged', data };
}
