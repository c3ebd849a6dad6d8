import { rtuFraming } from '@bus/modbus';
import type { ConnectedSubject, Question, Subject, SubjectClock, WireEnd } from './subject.js';

/** What a careless client does wrong, for the tests of those who are to notice. */
export interface Carelessness {
  /** Says that a write was done when nobody has answered. */
  readonly confirmsWrites?: boolean;
  /** Says that a write was not done when nobody has answered. */
  readonly deniesWrites?: boolean;
  /** Never ends a call that nobody answers. */
  readonly waitsForEver?: boolean;
  /** Lets an error escape when nobody answers. */
  readonly forgetsErrors?: boolean;
}

const READS: Readonly<Record<string, number>> = { 'read-holding': 3, 'read-input': 4, 'read-coils': 1 };

/**
 * An RTU client that takes the first bytes that come for the answer, as long as there are enough of them: no unit, function,
 * count or checksum is looked at, and what is late answers the next question.
 */
export function carelessSubject(carelessness: Carelessness = {}): Subject {
  return {
    name: 'careless',
    framings: ['rtu', 'rtu-over-tcp'],
    connect: async (wire, options) => {
      const client = new CarelessClient(wire, carelessness, options.timeout, options.clock);
      await client.open();
      return client;
    },
  };
}

class CarelessClient implements ConnectedSubject {
  readonly #wire: WireEnd;
  readonly #carelessness: Carelessness;
  readonly #timeout: number;
  readonly #clock: SubjectClock;
  #heard: number[] = [];
  #onHeard: () => void = () => undefined;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(wire: WireEnd, carelessness: Carelessness, timeout: number, clock: SubjectClock) {
    this.#wire = wire;
    this.#carelessness = carelessness;
    this.#timeout = timeout;
    this.#clock = clock;
  }

  open(): Promise<void> {
    return this.#wire.open(
      chunk => {
        this.#heard.push(...chunk);
        this.#onHeard();
      },
      () => undefined,
    );
  }

  reconnect(): Promise<void> {
    return this.open();
  }

  ask(question: Question): Promise<readonly number[]> {
    const mine = this.#turn.then(() => this.#exchange(question));
    this.#turn = mine.catch(() => undefined);
    return mine;
  }

  outcomeOf(): 'unknown' | 'not-done' {
    return this.#carelessness.deniesWrites === true ? 'not-done' : 'unknown';
  }

  close(): Promise<void> {
    return this.#wire.close();
  }

  async #exchange(question: Question): Promise<readonly number[]> {
    const { quantity, kind } = question;
    const write = kind === 'write-register';
    const length = write ? 8 : 5 + (kind === 'read-coils' ? Math.ceil(quantity / 8) : 2 * quantity);
    this.#heard = [];
    await new Promise<void>(resolve => this.#clock.setTimer(resolve, 3));
    await this.#wire.write(requestFor(question));
    const came = await this.#wait(length);
    if (came) return write ? [] : valuesIn(this.#heard, question);
    const { confirmsWrites, waitsForEver, forgetsErrors } = this.#carelessness;
    if (write && confirmsWrites) return [];
    if (forgetsErrors) void Promise.reject(new Error('nobody answered'));
    if (waitsForEver) await new Promise(() => undefined);
    throw new Error('nobody answered');
  }

  #wait(length: number): Promise<boolean> {
    return new Promise(resolve => {
      const timer = this.#clock.setTimer(() => resolve(false), this.#timeout);
      this.#onHeard = () => {
        if (this.#heard.length < length) return;
        this.#clock.clearTimer(timer);
        resolve(true);
      };
    });
  }
}

function requestFor({ kind, unit, address, quantity, value }: Question): Uint8Array {
  const write = kind === 'write-register';
  const second = write ? value! : quantity;
  return rtuFraming.wrap(
    unit,
    Uint8Array.of(write ? 6 : READS[kind]!, address >> 8, address, second >> 8, second),
  );
}

function valuesIn(heard: readonly number[], { kind, quantity }: Question): number[] {
  return Array.from({ length: quantity }, (_, index) =>
    kind === 'read-coils'
      ? (heard[3 + (index >> 3)]! >> (index & 7)) & 1
      : heard[3 + 2 * index]! * 256 + heard[4 + 2 * index]!,
  );
}
