import { UsageError } from '@bus/line';
import {
  clearInputCounter,
  clearLatches,
  readInputCounter,
  readLatches,
  readSynchronized,
} from '../commands/digital.js';
import type { DigitalFeatures } from '../families/family.js';
import { bitsOf, type DigitalMasks, unpackDigital } from '../values/digital-state.js';
import { checkAnswer } from './check-answer.js';
import { channelOf, digitalOf, readMasks } from './digital-requests.js';
import type { CallOptions, ModuleRequests } from './module-requests.js';

/** Inputs and outputs at one moment, lowest first. */
export interface DigitalState {
  readonly inputs: boolean[];
  readonly outputs: boolean[];
}
/** What was latched by `synchronize()`. */
export interface SynchronizedState extends DigitalState {
  /** False when it was read before. */
  readonly fresh: boolean;
}

const MAX_COUNT = 0xffff;

/**
 * Digital inputs, by the numbers on the module's label, as the module reports them. On most modules **no signal reads
 * true**: change the active level in the module, or pass `invertInputs` for those that you want the other way round.
 */
export class DigitalInputs {
  readonly #requests: ModuleRequests;

  constructor(requests: ModuleRequests) {
    this.#requests = requests;
  }

  /** All inputs, lowest first. */
  async read(options: CallOptions = {}): Promise<boolean[]> {
    return (await this.readAll(options)).inputs;
  }

  /** One input. */
  async get(input: number, options: CallOptions = {}): Promise<boolean> {
    const channel = channelOf('input', await digitalOf(this.#requests, options), input);
    return (await this.read(options))[channel]!;
  }

  /** Inputs and outputs, of one moment. */
  async readAll(options: CallOptions = {}): Promise<DigitalState> {
    const features = await digitalOf(this.#requests, options);
    return this.#inverted(features, await readMasks(this.#requests, features, options));
  }

  /** What was latched when all modules were told to: see `DconClient.synchronize`. */
  async synchronized(options: CallOptions = {}): Promise<SynchronizedState> {
    const features = await digitalOf(this.#requests, options);
    const { fresh, first, second } = await this.#requests.ask(readSynchronized, {}, options);
    const state = this.#inverted(features, unpackDigital(features.layout, first, second));
    return { ...state, fresh: fresh === 1 };
  }

  /** Which channels have been high (or low) since the latches were cleared. Outputs show up as well, and nothing is inverted. */
  async latches(level: 'high' | 'low', options: CallOptions = {}): Promise<DigitalState> {
    const features = await digitalOf(this.#requests, options);
    if (!features.latches) throw new UsageError('this module has no latches');
    const { first, second } = await this.#requests.ask(
      readLatches,
      { high: level === 'high' ? 1 : 0 },
      options,
    );
    return stateOf(features, unpackDigital(features.layout, first, second));
  }

  async clearLatches(options: CallOptions = {}): Promise<void> {
    await this.#requests.ask(clearLatches, {}, options);
  }

  /** How often an input has switched, 0..65535; then it begins again. */
  async counter(input: number, options: CallOptions = {}): Promise<number> {
    const { value } = await this.#requests.ask(
      readInputCounter,
      { channel: await this.#counted(input, options) },
      options,
    );
    checkAnswer(value <= MAX_COUNT, `counter ${input} reads ${value}, more than ${MAX_COUNT}`);
    return value;
  }

  async clearCounter(input: number, options: CallOptions = {}): Promise<void> {
    await this.#requests.ask(clearInputCounter, { channel: await this.#counted(input, options) }, options);
  }

  /** With the inputs inverted that the options name. */
  #inverted(features: DigitalFeatures, masks: DigitalMasks): DigitalState {
    const { invertInputs = false } = this.#requests.options;
    const state = stateOf(features, masks);
    const inputs = state.inputs.map((on, index) => {
      const label = index + features.firstInput;
      return on !== (typeof invertInputs === 'boolean' ? invertInputs : invertInputs.includes(label));
    });
    return { ...state, inputs };
  }

  async #counted(input: number, options: CallOptions): Promise<number> {
    const features = await digitalOf(this.#requests, options);
    if (!features.counters) throw new UsageError('this module does not count its inputs');
    return channelOf('input', features, input);
  }
}

function stateOf({ inputs, outputs }: DigitalFeatures, masks: DigitalMasks): DigitalState {
  return { inputs: bitsOf(masks.inputs, inputs), outputs: bitsOf(masks.outputs, outputs) };
}
