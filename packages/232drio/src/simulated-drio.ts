import { type BurstRules, compileBurst } from '@bus/codec';
import { type Clock, type Framing, systemClock } from '@bus/line';
import { CommandParser, type Parsed } from './command-parser.js';
import { complement } from './drio-command.js';
import { DRIO_UNIT, describeDrioFrame } from './drio-framing.js';
import { type DrioRelays, INPUT, RELAYS, relayBits, relaysOf } from './drio-state.js';

export interface SimulatedDrioOptions {
  clock?: Clock;
  /** The relays when it begins; off, as after power-up, by default. */
  relays?: DrioRelays;
  /** The input bit when it begins: true is 1. False by default. */
  input?: boolean;
  /** Milliseconds of one character on the wire, from which the deaf time comes; 10 bits at 9600 bit/s by default. */
  characterTime?: number;
  /** Milliseconds from the end of a read to its answer; 0 by default. The unit is deaf meanwhile, too. */
  delay?: number;
  /** What becomes of a harsh set with a wrong complement, which the manual does not say: dropped (the default), or carried out. */
  wrongComplement?: 'discard' | 'execute';
  /** Bits 3 to 7 of answers, which mean nothing; 0 by default. */
  upperBits?: number;
}

const CHARACTER_TIME = (10 * 1000) / 9600;
/** The largest piece that a scanner gives at once. */
const PIECE = 2048;

/**
 * A 232DRIO in memory. It takes commands byte by byte, is deaf from the end of a read to the end of its answer, says
 * nothing to whatever it does not know, and carries out a normal set whose data byte was corrupted.
 *
 * @example
 * const unit = simulatedDrio({ input: true });
 * const { a, b } = memoryPair();
 * await new Responder(b, unit).open();
 * const state = await new DrioClient(new Line(a)).read(); // { relay1: false, relay2: false, input: true }
 */
export class SimulatedDrio {
  readonly unit = DRIO_UNIT;
  readonly framing = bytesAsTheyCome();
  readonly delay: number;
  /** Bytes that came while it was deaf. */
  lostBytes = 0;
  /** Sets that were carried out. */
  sets = 0;
  /** The input bit: true is 1. */
  input: boolean;
  readonly #options: SimulatedDrioOptions;
  readonly #clock: Clock;
  readonly #characterTime: number;
  readonly #parser = new CommandParser();
  #relays: number;
  #deafUntil = Number.NEGATIVE_INFINITY;

  constructor(options: SimulatedDrioOptions = {}) {
    const { clock = systemClock, relays = { relay1: false, relay2: false }, input = false } = options;
    const { characterTime = CHARACTER_TIME, delay = 0 } = options;
    this.#options = options;
    this.#clock = clock;
    this.#characterTime = characterTime;
    this.#relays = relayBits(relays);
    this.delay = delay;
    this.input = input;
    this.answer = this.answer.bind(this);
  }

  get relays(): DrioRelays {
    return relaysOf(this.#relays);
  }

  /** The supply fails and comes back: both relays are off, and a command that had begun is forgotten. */
  powerCycle(): void {
    this.#relays = 0;
    this.#parser.reset();
    this.#deafUntil = Number.NEGATIVE_INFINITY;
  }

  /** Takes bytes that came in a row, the last of them now; what it says to them is returned, or undefined. */
  answer(bytes: Uint8Array): Uint8Array | undefined {
    const answers: number[] = [];
    const now = this.#clock.now();
    bytes.forEach((byte, index) => {
      const end = now - (bytes.length - 1 - index) * this.#characterTime;
      answers.push(...this.#hear(byte, end));
    });
    return answers.length > 0 ? Uint8Array.from(answers) : undefined;
  }

  /** Takes one byte, which ended at `end`. */
  #hear(byte: number, end: number): readonly number[] {
    // A byte is lost as soon as its start bit is. A nanosecond is no difference, only the fraction's last digit.
    if (end - this.#characterTime < this.#deafUntil - 1e-6) {
      this.lostBytes += 1;
      return [];
    }
    const parsed = this.#parser.take(byte);
    const answer = parsed === undefined ? [] : this.#obey(parsed);
    if (answer.length > 0) this.#deafUntil = end + this.delay + answer.length * this.#characterTime;
    return answer;
  }

  #obey(command: Parsed): readonly number[] {
    if (command.kind === 'read') {
      const { upperBits = 0 } = this.#options;
      const data = (upperBits & 0xf8) | (this.input ? INPUT : 0) | this.#relays;
      return command.mode === 'harsh' ? [data, complement(data)] : [data];
    }
    if (command.kind === 'set' || this.#options.wrongComplement === 'execute') {
      this.#relays = command.data & RELAYS;
      this.sets += 1;
    }
    return [];
  }
}

/** A {@link SimulatedDrio} by a function, as the other simulated instruments are made. */
export function simulatedDrio(options: SimulatedDrioOptions = {}): SimulatedDrio {
  return new SimulatedDrio(options);
}

/** The unit knows no frames: whatever has come is handed to it at once. */
function bytesAsTheyCome(): Framing {
  let rules: BurstRules | undefined;
  return {
    name: '232drio-unit',
    gap: () => 0,
    silence: () => 0,
    scan(scanner) {
      rules ??= compileBurst({ lengthMin: 1, lengthMax: PIECE, checksum: 'none' });
      return scanner.scan(rules, true);
    },
    describe: describeDrioFrame,
    unitOf: () => DRIO_UNIT,
  };
}
