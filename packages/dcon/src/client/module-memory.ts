import type { Line } from '@bus/line';
import type { Configuration } from '../values/configuration.js';
import type { SignalType } from '../values/type-codes.js';

/** What was read of a module and does not change by itself. Shared by all handles, so that none goes on with an old data format. */
export class ModuleMemory {
  configuration: Configuration | undefined;
  /** How often something was changed. */
  changes = 0;
  /** Ranges of channels that have their own. */
  readonly ranges = new Map<number, SignalType | undefined>();

  /** Something in the module's EEPROM was, or may have been, changed. */
  forget(): void {
    this.changes += 1;
    this.configuration = undefined;
    this.ranges.clear();
  }
}

const lines = new WeakMap<Line, Map<number, ModuleMemory>>();

/** What all handles for one address on one line remember together. */
export function memoryOf(line: Line, address: number): ModuleMemory {
  const modules = lines.get(line) ?? new Map<number, ModuleMemory>();
  lines.set(line, modules);
  const memory = modules.get(address) ?? new ModuleMemory();
  modules.set(address, memory);
  return memory;
}
