import { type Random, randomInteger, type StandardModules } from '@bus/sim';

/** Channels of the I-7017 that wander; the last one is over range and stays so. */
const WANDERING = [4.982, -0.31, 0, 9.75, 2.5, -7.125, 1.2];
/** Volts that a channel strays from where it began, roughly, and volts that its range has. */
const [STRAY, RANGE] = [0.4, 9.99];
/** Seconds between two changes of an input, on the average. */
const CHANGE_EVERY = 12;
/** Pulses per second at most. */
const PULSES = [9, 3];

/** What happens at the inputs of the DCON modules. */
export class ModuleLife {
  readonly #modules: StandardModules;
  readonly #random: Random;
  readonly #volts = [...WANDERING];

  constructor(modules: StandardModules, random: Random) {
    this.#modules = modules;
    this.#random = random;
  }

  /** Some time passes. @param seconds since the last step. */
  step(seconds: number): void {
    this.#wander(seconds);
    const { digital, relays, counter } = this.#modules;
    for (const module of [digital, relays]) {
      for (const [index, on] of module.inputs.entries())
        if (this.#random() < seconds / CHANGE_EVERY) module.setInput(index + 1, !on);
    }
    for (const [channel, most] of PULSES.entries())
      counter.pulse(channel, randomInteger(this.#random, 0, Math.round(2 * most * seconds)));
  }

  #wander(seconds: number): void {
    for (const [channel, home] of WANDERING.entries()) {
      const back = (home - this.#volts[channel]!) * Math.min(1, seconds / 10);
      const away = (2 * this.#random() - 1) * STRAY * Math.sqrt(seconds / 2);
      const volts = Math.min(RANGE, Math.max(-RANGE, this.#volts[channel]! + back + away));
      this.#volts[channel] = Math.round(volts * 1000) / 1000;
      this.#modules.analogInput.setValue(channel, this.#volts[channel]);
    }
  }
}
