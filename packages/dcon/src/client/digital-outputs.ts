import { ReplyError, UsageError } from '@bus/line';
import {
  writeGroup,
  writeOutput,
  writeOutputs1,
  writeOutputs2,
  writeOutputs4,
  writeWideGroup,
  writeWideOutput,
} from '../commands/digital.js';
import type { DigitalFeatures } from '../families/family.js';
import { allOf, bitsOf, maskOf } from '../values/digital-state.js';
import { channelOf, digitalOf, readMasks } from './digital-requests.js';
import type { CallOptions, ModuleRequests } from './module-requests.js';

export interface SetOptions extends CallOptions {
  /**
   * `single` (the default where the module has it) changes one output by its own command; `read-modify-write` reads all,
   * changes one and writes all, while nobody else writes through this line. A 7060 and a 7063 need `layout` for that.
   */
  method?: 'single' | 'read-modify-write';
  /** Reads the outputs back 10 ms later and fails when they are not as written. */
  verify?: boolean;
}

/** Milliseconds that the vendor's demonstration waits before it reads back. */
const SETTLING = 10;

/**
 * Digital outputs, by the numbers on the module's label: an I-7044 has 1 to 8, an I-7050 has 0 to 7.
 *
 * All writes throw `DconWatchdogTripped` when the host watchdog holds the safe values, and `DconRejected` when refused.
 */
export class DigitalOutputs {
  readonly #requests: ModuleRequests;

  constructor(requests: ModuleRequests) {
    this.#requests = requests;
  }

  /** All outputs, lowest first. It is what the module was told, not what the load does. */
  async read(options: CallOptions = {}): Promise<boolean[]> {
    const features = await this.#features(options);
    const { outputs } = await readMasks(this.#requests, features, options);
    return bitsOf(outputs, features.outputs);
  }

  /** One output. */
  async get(output: number, options: CallOptions = {}): Promise<boolean> {
    const features = await this.#features(options);
    const channel = channelOf('output', features, output);
    return (await this.read(options))[channel]!;
  }

  /**
   * Switches one output and leaves the others as they are.
   *
   * @example await module.outputs.set(2, true);
   */
  set(output: number, on: boolean, options: SetOptions = {}): Promise<void> {
    return this.#inTurn(options, async features => {
      const channel = channelOf('output', features, output);
      const bit = 1 << channel;
      if (options.method === 'read-modify-write' || features.writeOne === undefined) {
        if (features.disputed) throw disputedLayout();
        await this.#modify(features, bit, on ? bit : 0, options);
        return;
      }
      await this.#writeOne(features, channel, on, options);
      if (options.verify) await this.#check(features, bit, on ? bit : 0, options);
    });
  }

  /**
   * Switches several outputs at once and leaves the others as they are: reads all, changes some, writes all, while nobody
   * else writes through this line. Another master, or a watchdog that trips in between, is not held back. On a 7060 and a
   * 7063, about whose layout sources disagree, the outputs are switched one after another instead, unless `layout` is given.
   *
   * @example await module.outputs.change({ 2: true, 3: false });
   */
  change(
    outputs: Readonly<Record<number, boolean>>,
    options: CallOptions & { verify?: boolean } = {},
  ): Promise<void> {
    return this.#inTurn(options, async features => {
      let [affected, on] = [0, 0];
      for (const [label, state] of Object.entries(outputs)) {
        const bit = 1 << channelOf('output', features, Number(label));
        affected |= bit;
        if (state) on |= bit;
      }
      if (features.disputed) await this.#oneByOne(features, affected, on, options);
      else await this.#modify(features, affected, on, options);
    });
  }

  /**
   * Sets **every** output, lowest first; needs a state for each of them.
   *
   * @throws {UsageError} there are not as many states as outputs.
   */
  write(states: readonly boolean[], options: CallOptions & { verify?: boolean } = {}): Promise<void> {
    return this.#inTurn(options, async features => {
      if (states.length !== features.outputs) {
        throw new UsageError(
          `write() sets all ${features.outputs} outputs and was given ${states.length} states`,
          { hint: 'set() and change() leave the others as they are.' },
        );
      }
      await this.#writeAll(features, maskOf(states), options);
      if (options.verify) await this.#check(features, allOf(features.outputs), maskOf(states), options);
    });
  }

  /** Has the module to itself from the moment of the call on, so that calls are carried out in the order they are made. */
  #inTurn(options: CallOptions, task: (features: DigitalFeatures) => Promise<void>): Promise<void> {
    return this.#requests.exclusively(async () => task(await this.#features(options)), options.signal);
  }

  async #oneByOne(
    features: DigitalFeatures,
    affected: number,
    on: number,
    options: SetOptions,
  ): Promise<void> {
    for (let channel = 0; channel < features.outputs; channel += 1)
      if (affected & (1 << channel))
        await this.#writeOne(features, channel, (on & (1 << channel)) !== 0, options);
    if (options.verify) await this.#check(features, affected, on, options);
  }

  async #modify(features: DigitalFeatures, affected: number, on: number, options: SetOptions): Promise<void> {
    const present = (await readMasks(this.#requests, features, options)).outputs;
    const known = allOf(features.outputs);
    if ((present & ~known) !== 0) throw foreignBits(features, present);
    const wanted = (present & ~affected) | on;
    await this.#writeAll(features, wanted, options);
    if (options.verify) await this.#check(features, known, wanted, options);
  }

  async #features(options: CallOptions): Promise<DigitalFeatures> {
    const features = await digitalOf(this.#requests, options);
    if (features.outputs === 0) throw new UsageError('this module has no digital outputs');
    return features;
  }

  async #writeOne(
    features: DigitalFeatures,
    channel: number,
    on: boolean,
    options: CallOptions,
  ): Promise<void> {
    const state = on ? 1 : 0;
    if (features.writeOne === 'wide') {
      await this.#requests.askWithin(writeWideOutput, { channel, on: state }, options);
      return;
    }
    const group = features.writeOne![channel >> 3]!;
    await this.#requests.askWithin(writeOutput, { group, channel: channel & 7, on: state }, options);
  }

  async #writeAll({ writeAll }: DigitalFeatures, data: number, options: CallOptions): Promise<void> {
    const requests = this.#requests;
    if (writeAll === '#2') await requests.askWithin(writeGroup, { group: '0', data }, options);
    else if (writeAll === '#4') await requests.askWithin(writeWideGroup, { data }, options);
    else if (writeAll === '@1') await requests.askWithin(writeOutputs1, { data }, options);
    else if (writeAll === '@2') await requests.askWithin(writeOutputs2, { data }, options);
    else await requests.askWithin(writeOutputs4, { data }, options);
  }

  async #check(features: DigitalFeatures, mask: number, wanted: number, options: CallOptions): Promise<void> {
    await this.#requests.line.pause(SETTLING, options.signal);
    const { outputs } = await readMasks(this.#requests, features, options);
    if ((outputs & mask) === wanted) return;
    throw new ReplyError('wrong-echo', 'the outputs are not as they were written', {
      hint: 'Another master, an alarm, or the host watchdog has changed them.',
    });
  }
}

function disputedLayout(): UsageError {
  return new UsageError(
    'sources disagree where this module reads its outputs: what is read might be inputs',
    {
      hint: "Leave out { method: 'read-modify-write' }, or pass { layout } once you have compared with command().",
    },
  );
}

function foreignBits({ outputs }: DigitalFeatures, present: number): ReplyError {
  const shown = present.toString(16).toUpperCase();
  return new ReplyError(
    'malformed',
    `the module reads ${shown} for ${outputs} outputs: nothing was written`,
    {
      hint: 'It may lay its answers out differently: compare with command() and pass { layout }.',
    },
  );
}
