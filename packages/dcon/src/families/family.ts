import { commandsOf, type ModuleKind } from '../commands/index.js';
import type { AnyCommand } from '../wire/command.js';

/** What one byte of a digital answer holds: outputs or inputs 0 to 7, those from 8 on, or nothing. */
export type DigitalByte = 'outputs' | 'outputs 8+' | 'inputs' | 'inputs 8+' | 'none';

/** Inputs and outputs of a module. */
export interface DigitalFeatures {
  readonly inputs: number;
  readonly outputs: number;
  /** The number that the first input and output have on the module's label. */
  readonly firstInput: number;
  readonly firstOutput: number;
  /** First and second byte of an answer. */
  readonly layout: readonly [DigitalByte, DigitalByte];
  /** Sources contradict each other about the layout: several outputs are then changed one after another, without reading them. */
  readonly disputed?: true;
  /** `@AA`, or `$AA6` where that is all there is. */
  readonly read: '@AA' | '$AA6';
  /** How all outputs are written: digits behind `@AA`, or `#AA00` with two or four digits. */
  readonly writeAll?: '@1' | '@2' | '@4' | '#2' | '#4';
  /** The groups of eight channels that a single output is written in, `1` or `AB`; `wide` as ADAM-4056 does it. */
  readonly writeOne?: '1' | 'AB' | 'wide';
  /** Inputs have counters (`#AAN`) and latches. */
  readonly counters: boolean;
  readonly latches: boolean;
}

export interface AnalogInputFeatures {
  readonly channels: number;
  /** `#AAN` reads one channel, with so many digits for N; absent when there is only `#AA`. */
  readonly channelDigits?: 1 | 2;
  /** `#AA` reads all channels. */
  readonly readAll: boolean;
  /** Digits of the mask of enabled channels; absent when there is none. */
  readonly maskDigits?: 2 | 4 | 6;
  /** Each channel has a range of its own. */
  readonly channelRanges: boolean;
  /** Takes part in synchronized sampling. */
  readonly synchronized: boolean;
  /** `$AA3` reads the cold junction. */
  readonly coldJunction: boolean;
}

export interface AnalogOutputFeatures {
  readonly channels: number;
  /** Commands carry the number of the channel. */
  readonly numbered: boolean;
  readonly signed: boolean;
  /** Data formats besides engineering units. */
  readonly formats: boolean;
  /** Each channel has its own range and slew rate (`$AA9N`). */
  readonly channelRanges: boolean;
  /** `$AA7N` reads the power-on value. */
  readonly readsPowerOn: boolean;
}

export interface CounterFeatures {
  readonly channels: number;
}

/** Which form the power-on and safe values have. */
export type DefaultsForm = 'digital' | 'digital 16' | 'pair' | 'analog' | 'none';

/** A model and those that behave like it. A new one is one entry in a table. */
export interface Family {
  /** As it answers to `$AAM`, without `I-`, `M-` and a `D` for a display: `7044`. */
  readonly name: string;
  /** Further names that it answers by. */
  readonly aliases?: readonly string[];
  /** As it is sold. */
  readonly title: string;
  readonly kind: ModuleKind;
  readonly digital?: DigitalFeatures;
  readonly analogInput?: AnalogInputFeatures;
  readonly analogOutput?: AnalogOutputFeatures;
  readonly counter?: CounterFeatures;
  readonly defaults: DefaultsForm;
  /** Has the host watchdog of `~AA0` to `~AA3`. ADAM modules have another, whose commands no source confirms. */
  readonly hostWatchdog: boolean;
  /** `$AA5` says whether it restarted. */
  readonly resetStatus: boolean;
  /** Milliseconds during which it cannot be addressed after its configuration was written. */
  readonly busyTime: number;
  /** What no source confirms of this entry; typed methods that depend on it must be allowed explicitly. */
  readonly unconfirmed?: string;
}

/** The commands that a family knows. */
export function commandsOfFamily({ kind }: Family): readonly AnyCommand[] {
  return commandsOf[kind];
}
