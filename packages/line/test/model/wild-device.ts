import { packet } from '../toy-multiplex.js';
import { frame } from '../toy-protocol.js';
import { type Circumstances, TIMEOUT } from './circumstances.js';
import { bytesOf } from './model-exchanges.js';
import type { RandomSource } from './random-source.js';
import type { Schedule } from './schedule.js';
import type { Trouble } from './weather.js';

/** A write that was heard. */
export interface Written {
  readonly serial: number;
  readonly unit: number;
  readonly address: number;
  /** True: an answer that confirms it was made, whatever became of it on its way. */
  confirmed: boolean;
}

type Reply = (bytes: Uint8Array, twice?: boolean) => void;

/** Milliseconds within which the echo of a request is heard. An answer on such a wire cannot come before. */
const ECHO_TIME = 10;

/** Milliseconds from one answer that is sent twice to the next. */
const COPY_PAUSE = 5 * TIMEOUT;

/**
 * What answers at the other end: all units in one. Each answer is of its own, so that nothing can be mistaken; but it may
 * be late, damaged, a refusal, sent twice, or not come at all.
 */
export class WildDevice {
  /** All writes, in the order in which they came. */
  readonly written: Written[] = [];
  readonly #random: RandomSource;
  readonly #schedule: Schedule;
  readonly #world: Circumstances;
  #heard = 0;
  #copiedAt = Number.NEGATIVE_INFINITY;
  /** When the latest answer of each unit comes. */
  readonly #answersAt = new Map<number, number>();

  constructor(random: RandomSource, schedule: Schedule, world: Circumstances) {
    this.#random = random;
    this.#schedule = schedule;
    this.#world = world;
  }

  /** How many requests it has heard: the serial number of the latest. */
  get heard(): number {
    return this.#heard;
  }

  /** A request came, or several of them in one piece. What `reply` is given is heard by who asked, if still connected. */
  hear(bytes: Uint8Array, reply: Reply): void {
    if (this.#world.multiplexed) {
      for (let at = 0; at < bytes.length; at += 2 + bytes[at + 1]!)
        this.#hearPacket(bytes.subarray(at, at + 2 + bytes[at + 1]!), reply);
    } else this.#hearFrame(bytes, reply);
  }

  #hearPacket(bytes: Uint8Array, reply: Reply): void {
    const [id, , unit, op, address] = bytes as unknown as [number, number, number, number, number];
    const serial = this.#note(op, unit, address);
    if (this.#strikes('silent')) return;
    this.#confirm(serial);
    // What a damaged answer would be on a serial line: it is lost as a whole where nothing else can happen to it.
    if (this.#strikes('damaged')) return;
    this.#answer(unit, packet(id, unit, op, ...bytesOf({ unit, address, serial })), reply);
  }

  #hearFrame(bytes: Uint8Array, reply: Reply): void {
    const [unit, op, address, body] = bytes as unknown as [number, number, number, number];
    const serial = this.#note(op, unit, address);
    if (this.#world.echo) this.#schedule.later(this.#random.upTo(ECHO_TIME), () => reply(bytes));
    if (unit === 0 || this.#strikes('silent')) return;
    if (this.#strikes('refused')) {
      this.#answer(unit, frame(unit, op | 0x80, 2), reply);
      return;
    }
    this.#confirm(serial);
    const content = op === 3 ? [body, ...bytesOf({ unit, address, serial })] : [address, body];
    this.#answer(unit, frame(unit, op, ...content), reply);
  }

  /** Gives a request its number. */
  #note(op: number, unit: number, address: number): number {
    this.#heard += 1;
    if (op === 6) this.written.push({ serial: this.#heard, unit, address, confirmed: false });
    return this.#heard;
  }

  #confirm(serial: number): void {
    const latest = this.written.at(-1);
    if (latest?.serial === serial) latest.confirmed = true;
  }

  #answer(unit: number, sound: Uint8Array, reply: Reply): void {
    const { echo, multiplexed } = this.#world;
    const delay = this.#delay(unit) + (echo ? ECHO_TIME + 1 : 0);
    const bytes = !multiplexed && this.#strikes('damaged') ? damaged(sound) : sound;
    const twice = this.#isCopied();
    if (delay === 0 && this.#random.chance(0.5)) reply(bytes, twice);
    else this.#schedule.later(delay, () => reply(bytes, twice));
  }

  /** A line does not promise to find its way through the copies of several answers in a row. */
  #isCopied(): boolean {
    const now = this.#schedule.now();
    if (now < this.#copiedAt + COPY_PAUSE || !this.#strikes('copied')) return false;
    this.#copiedAt = now;
    return true;
  }

  /** Milliseconds until the answer: now and then none. Where one question is answered at a time, a unit keeps their order. */
  #delay(unit: number): number {
    const late = this.#strikes('late');
    const own = late ? TIMEOUT * (0.3 + this.#random.upTo(2.5)) : this.#random.upTo(0.3 * TIMEOUT);
    const delay = !late && this.#random.chance(0.1) ? 0 : own;
    if (this.#world.multiplexed) return delay;
    const now = this.#schedule.now();
    const at = Math.max(now + delay, this.#answersAt.get(unit) ?? 0);
    this.#answersAt.set(unit, at);
    return at - now;
  }

  #strikes(trouble: Trouble): boolean {
    return this.#world.weather.strikes(trouble);
  }
}

/** With a checksum that does not fit. */
function damaged(bytes: Uint8Array): Uint8Array {
  return Uint8Array.of(...bytes.subarray(0, -1), bytes.at(-1)! ^ 1);
}
