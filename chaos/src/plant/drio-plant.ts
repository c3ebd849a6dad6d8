import { type DrioMode, decodeCommand, relayBits, type SimulatedDrio, simulatedDrio } from '@bus/232drio';
import type { Clock } from '@bus/line';
import { type Random, randomInteger, type SimulatedInstrument } from '@bus/sim';
import type { FramingName, Question } from '../subject.js';
import type { Plant, SoundAnswer, Watch } from './plant.js';

/** The bit of the input, which is on all the time. */
const INPUT = 4;

/** One unit with two relays, whose state only its own history tells: a read is right when it was so at any time since. */
export class DrioPlant implements Plant {
  readonly framing: FramingName;
  readonly blind: boolean;
  readonly tiny = true;
  readonly instruments: readonly SimulatedInstrument[];
  readonly #mode: DrioMode;
  readonly #device: SimulatedDrio;
  /** The relays after each order. */
  readonly #history: number[];
  /** The relays of each order that was sent. */
  readonly #orders: number[] = [];

  constructor(name: 'drio' | 'drio-harsh', clock: Clock, characterTime: number) {
    this.framing = name;
    this.blind = name === 'drio';
    this.#mode = name === 'drio' ? 'normal' : 'harsh';
    this.#device = simulatedDrio({ clock, characterTime, input: true });
    this.#history = [relayBits(this.#device.relays)];
    const { unit, framing, delay } = this.#device;
    this.instruments = [{ unit, framing, delay, answer: bytes => this.#hear(bytes) }];
  }

  draw(random: Random, caller: number, callers: number): Question {
    const common = { unit: this.#device.unit, address: 0 };
    if (random() < 0.6) return { kind: 'read-relays', quantity: 3, ...common };
    const value = callers === 1 ? randomInteger(random, 0, 3) : caller % 4;
    return { kind: 'write-relays', quantity: 2, value, ...common };
  }

  watch({ kind, value }: Question): Watch {
    const orders = this.#history.length;
    if (kind === 'write-relays') {
      const sent = this.#orders.length;
      // A unit that was left with half a command may take the next one's first byte for an order that nobody gave.
      const executions = () =>
        this.#orders.slice(sent).includes(value!) && this.#history.slice(orders).includes(value!) ? 1 : 0;
      // What counts is that the relays were as ordered: the client reads them back.
      const isRight = () => this.#history.slice(orders - 1).includes(value!);
      return { right: 'nothing, for the relays are otherwise', executions, isRight };
    }
    return {
      right: `relays ${this.#history.at(-1)}, input 1`,
      executions: () => 0,
      isRight: ([relay1 = 0, relay2 = 0, input = 0]) =>
        input === 1 && this.#history.slice(orders - 1).includes(relay1 + 2 * relay2),
    };
  }

  asked(request: Uint8Array): void {
    const command = decodeCommand(request);
    if (command?.kind === 'set') this.#orders.push(command.data);
  }

  *soundAnswers({ kind }: Question, heard: Uint8Array): Iterable<SoundAnswer> {
    const harsh = this.#mode === 'harsh';
    for (let at = 0; at + (harsh ? 1 : 0) < heard.length; at += 1) {
      const data = heard[at]!;
      if (data > 7 || (harsh && heard[at + 1] !== (~data & 0xff))) continue;
      const relays = [data & 1, (data >> 1) & 1];
      // A write is confirmed by the relays that are read back.
      const values = kind === 'write-relays' ? [] : [...relays, (data & INPUT) >> 2];
      yield { frame: heard.subarray(at, at + (harsh ? 2 : 1)), values };
    }
  }

  #hear(bytes: Uint8Array): Uint8Array | undefined {
    const before = this.#device.sets;
    const answer = this.#device.answer(bytes);
    if (this.#device.sets > before) this.#history.push(relayBits(this.#device.relays));
    return answer;
  }
}
