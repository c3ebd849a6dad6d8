import { TEXT_RULES_AT, TEXT_RULES_SIZE } from '../text-layout.js';

/** Copies compiled text rules into WASM memory, each different table once; they stay there. */
export class TextRuleStore {
  private readonly memory: Uint8Array;
  private readonly byTable = new Map<string, number>();
  private next = TEXT_RULES_AT;

  constructor(memory: Uint8Array) {
    this.memory = memory;
  }

  /** Address of the rules, or `undefined` when there is no room; some 680 different ones fit. */
  place(table: Int32Array): number | undefined {
    const content = table.join();
    const known = this.byTable.get(content);
    if (known !== undefined) return known;
    const address = this.next;
    if (address + table.byteLength > TEXT_RULES_AT + TEXT_RULES_SIZE) return undefined;
    this.memory.set(new Uint8Array(table.buffer, table.byteOffset, table.byteLength), address);
    this.next += table.byteLength;
    this.byTable.set(content, address);
    return address;
  }
}
