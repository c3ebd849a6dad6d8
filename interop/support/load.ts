import { setTimeout as wait } from 'node:timers/promises';
import { BusError } from '@bus/line';
import type { ModbusUnit } from '@bus/modbus/node';
import { WRITTEN } from './own-server.ts';
import { soon } from './patience.ts';
import { Possible } from './possible.ts';
import { valueAt, valuesAt } from './values.ts';

/** What several callers of an `OwnServer` have found. */
export class Load {
  answered = 0;
  /** Values that can't be, in words. */
  readonly wrong: string[] = [];
  readonly failedReads: BusError[] = [];
  readonly failedWrites: BusError[] = [];
  readonly #unit: ModbusUnit;
  #stopped = false;
  #callers: Promise<void>[] = [];

  private constructor(unit: ModbusUnit) {
    this.#unit = unit;
  }

  /** Three who read known registers and one who writes a register and reads it back, all the time. */
  static start(unit: ModbusUnit): Load {
    const load = new Load(unit);
    load.#callers = [
      ...[1, 2, 3].map(step => load.#repeat(reader(load, step))),
      load.#repeat(writer(load, new Possible(0))),
    ];
    return load;
  }

  /** Asks no more; resolves when every call has settled. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all(this.#callers);
  }

  /** Resolves when so many more calls were answered. */
  async answers(count: number): Promise<void> {
    const goal = this.answered + count;
    const latest = performance.now() + soon.timeout;
    while (this.answered < goal) {
      if (performance.now() > latest) throw new Error(`only ${this.answered} of ${goal} calls were answered`);
      await wait(5);
    }
  }

  read(address: number, quantity: number): Promise<number[] | undefined> {
    return this.#settle(() => this.#unit.readRegisters(address, quantity), this.failedReads);
  }

  async write(value: number): Promise<boolean> {
    const write = async () => {
      await this.#unit.writeRegister(WRITTEN, value);
      return true;
    };
    return (await this.#settle(write, this.failedWrites)) ?? false;
  }

  async #settle<T>(call: () => Promise<T>, failures: BusError[]): Promise<T | undefined> {
    try {
      const value = await call();
      this.answered += 1;
      return value;
    } catch (error) {
      if (!(error instanceof BusError)) throw error;
      failures.push(error);
      return undefined;
    }
  }

  async #repeat(step: () => Promise<void>): Promise<void> {
    while (!this.#stopped) {
      await step();
      await wait(1);
    }
  }
}

function reader(load: Load, step: number): () => Promise<void> {
  let address = 0;
  return async () => {
    address = (address + 7 * step) % 2900;
    const quantity = 1 + (address % 20);
    const found = await load.read(address, quantity);
    const expected = valuesAt(valueAt.holding, address, quantity).join();
    if (found !== undefined && found.join() !== expected) load.wrong.push(`${address}: ${found.join()}`);
  };
}

function writer(load: Load, register: Possible<number>): () => Promise<void> {
  let value = 0;
  return async () => {
    value = (value + 1) & 0xffff;
    if (await load.write(value)) register.settled(value);
    else register.doubtful(value);
    const found = (await load.read(WRITTEN, 1))?.[0];
    const before = String(register);
    if (found !== undefined && !register.observed(found)) load.wrong.push(`${found} and not ${before}`);
  };
}
