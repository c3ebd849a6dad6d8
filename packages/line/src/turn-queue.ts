import type { QueuedExchange } from './queued-exchange.js';

/**
 * Who speaks next: units in rotation, the calls of one unit in the order in which they were made.
 *
 * A call that must wait (its answer could be mistaken for an overdue one) is overtaken by other units, and by calls of
 * its own unit only where that can't change what they mean: a read may pass a read, but nothing passes a write and a
 * write passes nothing.
 */
export class TurnQueue {
  readonly #byUnit = new Map<number, QueuedExchange[]>();
  #rotation: number[] = [];
  #size = 0;
  /** The only call that waits, while it is the only one: whoever asks one thing after the other needs no lists. */
  #only: QueuedExchange | undefined;

  get size(): number {
    return this.#size;
  }

  push(entry: QueuedExchange): void {
    this.#size += 1;
    if (this.#size === 1) {
      this.#only = entry;
      return;
    }
    this.#spread();
    this.#listOf(entry).push(entry);
  }

  /** Puts a call back where it was among those of its unit, as after a lost connection. */
  putBack(entry: QueuedExchange): void {
    this.#spread();
    const list = this.#listOf(entry);
    const at = list.findIndex(other => other.order > entry.order);
    list.splice(at < 0 ? list.length : at, 0, entry);
    this.#size += 1;
  }

  /** Takes the next call for which `mustWait` is false, or undefined when there is none. */
  take(mustWait: (entry: QueuedExchange) => boolean): QueuedExchange | undefined {
    if (this.#only !== undefined) {
      const entry = this.#only;
      if (mustWait(entry)) return undefined;
      this.#only = undefined;
      this.#size = 0;
      return entry;
    }
    for (let turn = 0; turn < this.#rotation.length; turn += 1) {
      const unit = this.#rotation[turn]!;
      const entry = this.#firstReady(this.#byUnit.get(unit)!, mustWait);
      if (entry === undefined) continue;
      this.#rotation.splice(turn, 1);
      this.#drop(entry, unit);
      if (this.#byUnit.has(unit)) this.#rotation.push(unit);
      return entry;
    }
    return undefined;
  }

  /** Takes one call out, wherever it stands; false when it is not here. */
  remove(entry: QueuedExchange): boolean {
    this.#spread();
    const unit = entry.exchange.unit;
    if (this.#byUnit.get(unit)?.includes(entry) !== true) return false;
    this.#drop(entry, unit);
    if (!this.#byUnit.has(unit)) this.#rotation = this.#rotation.filter(other => other !== unit);
    return true;
  }

  /** Takes out everything that `which` accepts, in order. */
  removeAll(which: (entry: QueuedExchange) => boolean = () => true): QueuedExchange[] {
    this.#spread();
    const removed = [...this.#byUnit.values()].flat().filter(which);
    for (const entry of removed) this.remove(entry);
    return removed;
  }

  /** Puts the only call into its list, where others will stand as well. */
  #spread(): void {
    const entry = this.#only;
    if (entry === undefined) return;
    this.#only = undefined;
    this.#listOf(entry).push(entry);
  }

  #listOf(entry: QueuedExchange): QueuedExchange[] {
    const unit = entry.exchange.unit;
    let list = this.#byUnit.get(unit);
    if (list === undefined) {
      list = [];
      this.#byUnit.set(unit, list);
      this.#rotation.push(unit);
    }
    return list;
  }

  #firstReady(
    list: readonly QueuedExchange[],
    mustWait: (entry: QueuedExchange) => boolean,
  ): QueuedExchange | undefined {
    for (let index = 0; index < list.length; index += 1) {
      const entry = list[index]!;
      if (index > 0 && !entry.exchange.repeatable) return undefined;
      if (!mustWait(entry)) return entry;
      if (!entry.exchange.repeatable) return undefined;
    }
    return undefined;
  }

  #drop(entry: QueuedExchange, unit: number): void {
    const list = this.#byUnit.get(unit)!;
    list.splice(list.indexOf(entry), 1);
    this.#size -= 1;
    if (list.length === 0) this.#byUnit.delete(unit);
  }
}
