import { UsageError } from '@bus/line';
import { readDefaults, writeDefaults } from '../commands/alarm.js';
import { readDefault, storeDefault } from '../commands/digital.js';
import type { DefaultsForm } from '../families/family.js';
import { bitsOf } from '../values/digital-state.js';
import { checkAnswer } from './check-answer.js';
import { digitalOf, readMasks } from './digital-requests.js';
import type { CallOptions, ModuleRequests } from './module-requests.js';

/** Power-on and safe value of modules that store both at once, as masks. */
export interface DefaultPair {
  readonly powerOn: number;
  readonly safe: number;
}

/**
 * The states that digital outputs take after power-up (power-on value) and when the host watchdog trips (safe value).
 * They are stored by making the outputs so first: the modules can only store what they are.
 */
export class Defaults {
  readonly #requests: ModuleRequests;

  constructor(requests: ModuleRequests) {
    this.#requests = requests;
  }

  powerOn(options: CallOptions = {}): Promise<boolean[]> {
    return this.#read('P', options);
  }

  safe(options: CallOptions = {}): Promise<boolean[]> {
    return this.#read('S', options);
  }

  /**
   * Stores the outputs as they are now as power-on value, in EEPROM.
   *
   * @param expected what you think that they are, lowest first.
   * @throws {UsageError} they are something else; nothing was stored.
   */
  storePowerOn(expected: readonly boolean[], options: CallOptions = {}): Promise<void> {
    return this.#store('P', expected, options);
  }

  /** Stores the outputs as they are now as safe value, in EEPROM. */
  storeSafe(expected: readonly boolean[], options: CallOptions = {}): Promise<void> {
    return this.#store('S', expected, options);
  }

  /** Both values of a 7011, 7012 or 7014, which has two outputs. */
  async pair(options: CallOptions = {}): Promise<DefaultPair> {
    await this.#form(['pair'], options);
    const { powerOn, safe } = await this.#requests.ask(readDefaults, {}, options);
    return { powerOn, safe };
  }

  /** Stores both values of a 7011, 7012 or 7014, in EEPROM. */
  async setPair({ powerOn, safe }: DefaultPair, options: CallOptions = {}): Promise<void> {
    await this.#form(['pair'], options);
    await this.#requests.ask(writeDefaults, { powerOn, safe }, options);
  }

  async #read(which: 'P' | 'S', options: CallOptions): Promise<boolean[]> {
    const form = await this.#form(['digital', 'digital 16'], options);
    const { outputs } = await digitalOf(this.#requests, options);
    const { value } = await this.#requests.ask(readDefault, { which }, options);
    if (form === 'digital 16') return bitsOf(value, outputs);
    checkAnswer(
      (value & 0xff) === 0,
      `the stored outputs read ${value.toString(16)}, and not two digits and 00`,
    );
    return bitsOf(value >> 8, outputs);
  }

  async #store(which: 'P' | 'S', expected: readonly boolean[], options: CallOptions): Promise<void> {
    await this.#form(['digital', 'digital 16'], options);
    const features = await digitalOf(this.#requests, options);
    await this.#requests.exclusively(async () => {
      const { outputs } = await readMasks(this.#requests, features, options);
      const present = bitsOf(outputs, features.outputs);
      if (present.length !== expected.length || present.some((on, index) => on !== expected[index]))
        throw new UsageError(`the outputs are ${present}, not ${expected}: nothing was stored`);
      await this.#requests.askWithin(storeDefault, { which }, options);
    }, options.signal);
  }

  async #form(wanted: readonly DefaultsForm[], options: CallOptions): Promise<DefaultsForm> {
    const { defaults, title } = await this.#requests.family(options);
    if (wanted.includes(defaults)) return defaults;
    throw new UsageError(`the ${title} stores its power-on and safe values in another way`, {
      hint: defaults === 'pair' ? 'See pair() and setPair().' : 'See analogOutputs, or use command().',
    });
  }
}
