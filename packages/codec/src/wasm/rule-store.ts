import { RULES_AT, RULES_SIZE } from '../layout.js';
import { tableOf } from '../rules.js';
import type { FrameRules } from '../scanner.js';

/**
 * Copies compiled rules into WASM memory, each different table once. They stay there: a scanner may come back to them
 * at any time.
 */
export class RuleStore {
  private readonly memory: Uint8Array;
  private readonly byRules = new WeakMap<FrameRules, number>();
  private readonly byContent = new Map<string, number>();
  private next = RULES_AT;

  constructor(memory: Uint8Array) {
    this.memory = memory;
  }

  /**
   * Address of the rules.
   *
   * @throws {RangeError} when there is no room; about 80 different sets of rules of the usual size fit.
   */
  place(rules: FrameRules): number {
    const known = this.byRules.get(rules);
    if (known !== undefined) return known;
    const table = tableOf(rules);
    let content = '';
    // Four times as fast as `join`.
    for (const word of table) content += String.fromCharCode(word);
    const address = this.byContent.get(content) ?? this.copy(table);
    this.byContent.set(content, address);
    this.byRules.set(rules, address);
    return address;
  }

  private copy(table: Uint16Array): number {
    const address = this.next;
    if (address + table.byteLength > RULES_AT + RULES_SIZE) {
      throw new RangeError(
        `no room for further frame rules: the ${this.byContent.size} different sets in use fill ${RULES_SIZE} bytes. ` +
          'Compile the rules of a protocol once and share them.',
      );
    }
    this.memory.set(new Uint8Array(table.buffer, table.byteOffset, table.byteLength), address);
    this.next += table.byteLength;
    return address;
  }
}
