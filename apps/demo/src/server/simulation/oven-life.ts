import type { MemoryBank } from '@bus/modbus';
import type { Random } from '@bus/sim';

/** Where the temperature controller of `@bus/sim` keeps what it measures and does. Temperatures have one decimal. */
const SET_POINT = 24;
const PROCESS_VALUE = 289;
const DEVIATION = 290;
const [HEATING, COOLING, ALARM] = [172, 173, 174];

/** Seconds after which 63 % of the way to the set point are covered. */
const LAG = 20;
/** Degrees by which a measurement is off at most. */
const NOISE = 0.1;
/** Degrees from the set point within which nothing is switched. */
const CALM = 0.3;
/** Degrees above the set point from which it is cooled, and from it on either side from which the alarm is on. */
const [TOO_WARM, FAR_OFF] = [2, 25];

/** An oven whose temperature approaches the set point of its controller. */
export class OvenLife {
  readonly #bank: MemoryBank;
  readonly #random: Random;
  #temperature: number;

  constructor(bank: MemoryBank, random: Random) {
    this.#bank = bank;
    this.#random = random;
    this.#temperature = signed(bank.holdingRegisters.get(PROCESS_VALUE) ?? 0) / 10;
  }

  /** Some time passes. @param seconds since the last step. */
  step(seconds: number): void {
    const { holdingRegisters, inputRegisters, coils } = this.#bank;
    const setPoint = signed(holdingRegisters.get(SET_POINT) ?? 0);
    const target = setPoint / 10;
    this.#temperature += (target - this.#temperature) * (1 - Math.exp(-seconds / LAG));
    const noise = (2 * this.#random() - 1) * NOISE;
    const measured = Math.round((this.#temperature + noise) * 10);
    const deviation = measured - setPoint;
    for (const table of [holdingRegisters, inputRegisters]) {
      table.set(PROCESS_VALUE, register(measured));
      table.set(DEVIATION, register(deviation));
    }
    if (Math.abs(deviation) > 10 * CALM) coils.set(HEATING, deviation < 0);
    coils.set(COOLING, deviation > 10 * TOO_WARM);
    coils.set(ALARM, Math.abs(deviation) > 10 * FAR_OFF);
  }
}

const signed = (raw: number): number => (raw >= 0x8000 ? raw - 0x10000 : raw);

/** A number in a register, at the end of its range where it is beyond. */
const register = (value: number): number => Math.min(0x7fff, Math.max(-0x8000, value)) & 0xffff;
