import type { Transport } from '@bus/line';
import { readHoldingRegisters, rtuFraming } from '@bus/modbus';
import {
  bitFlip,
  extraBytes,
  foreignMaster,
  late,
  otherUnit,
  type PlannedFault,
  type Random,
  randomInteger,
  silence,
  truncated,
} from '@bus/sim';

/** One reply in ten goes wrong in some way. */
export const replyFaults: readonly PlannedFault[] = [
  { fault: bitFlip(), probability: 0.015 },
  { fault: extraBytes({ where: 'before' }), probability: 0.02 },
  { fault: extraBytes({ where: 'after' }), probability: 0.02 },
  { fault: foreignMaster({ where: 'before', unit: 77 }), probability: 0.01 },
  { fault: foreignMaster({ where: 'after', unit: 77 }), probability: 0.01 },
  { fault: otherUnit(78), probability: 0.005 },
  { fault: truncated(), probability: 0.005 },
  { fault: late([120, 250]), probability: 0.01 },
  { fault: silence(), probability: 0.005 },
];

/** Milliseconds between two disturbances: a frame is hit by one of them at most, as its check can bear. */
const PAUSE = { min: 150, max: 1200 };

/** Makes noise on a wire until it is stopped: single bytes at any moment, and talk of others where the wire is quiet. */
export class Background {
  readonly #end: Transport;
  readonly #random: Random;
  #timer: NodeJS.Timeout | undefined;
  #heardAt = 0;

  constructor(end: Transport, random: Random) {
    this.#end = end;
    this.#random = random;
  }

  async start(): Promise<void> {
    const data = (): void => {
      this.#heardAt = performance.now();
    };
    await this.#end.open({ data, closed: () => undefined });
    this.#next();
  }

  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#end.close();
  }

  #next(): void {
    this.#timer = setTimeout(
      () => {
        const quiet = performance.now() - this.#heardAt > 12;
        const bytes = quiet && this.#random() < 0.5 ? this.#talk() : this.#crackle();
        this.#end.write(bytes).catch(() => undefined);
        this.#next();
      },
      randomInteger(this.#random, PAUSE.min, PAUSE.max),
    );
  }

  #crackle(): Uint8Array {
    return Uint8Array.of(randomInteger(this.#random, 0, 255));
  }

  /** A question to a unit that is not here with its answer, or a command in characters. */
  #talk(): Uint8Array {
    if (this.#random() < 0.5) return Buffer.from('$7F2\r!7F400600\r', 'latin1');
    const startAddress = randomInteger(this.#random, 0, 60_000);
    const registers = [startAddress & 0xff, randomInteger(this.#random, 0, 65_535)];
    return Buffer.concat([
      rtuFraming.wrap(79, readHoldingRegisters.encodeRequest({ startAddress, quantity: registers.length })),
      rtuFraming.wrap(79, readHoldingRegisters.encodeResponse({ registers })),
    ]);
  }
}
