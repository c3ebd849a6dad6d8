import {
  commands,
  decodeAny,
  decodeReadings,
  frameOf,
  type SimulatedDigitalModule,
  simulatedAnalogInput,
  simulatedDigital,
  textOf,
  withoutChecksum,
} from '@bus/dcon';
import type { Clock } from '@bus/line';
import { type Random, randomInteger, type SimulatedInstrument } from '@bus/sim';
import type { FramingName, Question } from '../subject.js';
import { voltsAt } from './known-values.js';
import type { Plant, SoundAnswer, Watch } from './plant.js';
import { WriteCounts } from './write-counts.js';

const CR = 0x0d;
/** Modules of a kind. */
const ANALOG = [0x03, 0x04];
/** Outputs that never change, and what they are, bit by bit. */
const FIXED: ReadonlyMap<number, number> = new Map([
  [0x05, 0x96],
  [0x06, 0x3c],
]);
/** Outputs that are written. */
const WRITTEN = [0x07, 0x08];
const CHANNELS = 8;
const KINDS = ['read-channels', 'read-channels', 'read-relays', 'write-relays'] as const;

/** Two modules with analog inputs, two whose outputs stay as they are, and two whose outputs are written. */
export class DconPlant implements Plant {
  readonly framing: FramingName;
  readonly blind: boolean;
  readonly tiny = false;
  readonly instruments: readonly SimulatedInstrument[];
  readonly #checksum: boolean;
  readonly #writes = new WriteCounts();
  #nextValue = 0;

  constructor(name: 'dcon' | 'dcon-checksum', clock: Clock) {
    this.framing = name;
    this.#checksum = name === 'dcon-checksum';
    this.blind = !this.#checksum;
    const settings = { checksum: this.#checksum, clock };
    this.instruments = [
      ...ANALOG.map(address =>
        simulatedAnalogInput('7017', { ...settings, address, values: volts(address) }),
      ),
      ...Array.from(FIXED, ([address, outputs]) =>
        this.#set(simulatedDigital('7044', { ...settings, address }), outputs),
      ),
      ...WRITTEN.map(address => this.#counted(simulatedDigital('7044', { ...settings, address }))),
    ];
  }

  draw(random: Random, caller: number): Question {
    const kind = KINDS[randomInteger(random, 0, KINDS.length - 1)]!;
    const pick = (modules: readonly number[]) => modules[randomInteger(random, 0, modules.length - 1)]!;
    const common = { address: 0, quantity: CHANNELS };
    if (kind === 'read-channels') return { kind, unit: pick(ANALOG), ...common };
    if (kind === 'read-relays') return { kind, unit: pick([...FIXED.keys()]), ...common };
    // A caller keeps to one module; others may write to the same, but never the same value at the same time.
    this.#nextValue = (this.#nextValue + 1) & 0xff;
    return { kind, unit: WRITTEN[caller % WRITTEN.length]!, ...common, value: this.#nextValue };
  }

  watch({ kind, unit, value = 0 }: Question): Watch {
    if (kind === 'write-relays') {
      const before = this.#writes.of(unit, 0, value);
      const executions = () => this.#writes.of(unit, 0, value) - before;
      return { right: 'nothing, for it was not written', executions, isRight: () => executions() > 0 };
    }
    const right = kind === 'read-channels' ? volts(unit) : bitsOf(FIXED.get(unit)!);
    const isRight = (values: readonly number[]) =>
      values.length === right.length && values.every((given, index) => given === right[index]);
    return { right: right.join(' '), executions: () => 0, isRight };
  }

  *soundAnswers({ kind }: Question, heard: Uint8Array): Iterable<SoundAnswer> {
    let from = 0;
    for (let at = 0; at < heard.length; at += 1) {
      if (heard[at] !== CR) continue;
      const frame = heard.subarray(from, at + 1);
      from = at + 1;
      const whole = textOf(frame)?.text;
      const text = whole !== undefined && this.#checksum ? withoutChecksum(whole) : whole;
      const values = text === undefined ? undefined : valuesOf(kind, text);
      // Noise in front of the frame is none of it.
      if (values !== undefined) yield { frame: frame.subarray(frame.length - whole!.length - 1), values };
    }
  }

  #set(module: SimulatedDigitalModule, outputs: number): SimulatedDigitalModule {
    const order = commands.digital.writeOutputs2.request.encode(module.unit, { data: outputs });
    module.answer(frameOf(order, this.#checksum));
    return module;
  }

  /** Notes what is written to a module. */
  #counted(module: SimulatedDigitalModule): SimulatedInstrument {
    return {
      unit: module.unit,
      framing: module.framing,
      delay: module.delay,
      answer: frame => {
        const whole = textOf(frame)?.text ?? '';
        const text = this.#checksum ? withoutChecksum(whole) : whole;
        const answer = module.answer(frame);
        const order = text === undefined ? undefined : commands.digital.writeOutputs2.request.decode(text);
        if (answer !== undefined && order?.address === module.unit)
          this.#writes.note(module.unit, 0, Number(order.fields.data));
        return answer;
      },
    };
  }
}

function valuesOf(kind: Question['kind'], text: string): readonly number[] | undefined {
  if (kind === 'write-relays') return text === '>' ? [] : undefined;
  if (kind === 'read-channels') {
    const readings = text.startsWith('>')
      ? decodeReadings(text.slice(1), { format: 'engineering' })
      : undefined;
    return readings?.map(({ value }) => value ?? Number.NaN);
  }
  const { readDigital, readDigitalStatus } = commands.digital;
  const decoded = decodeAny(readDigital.answers, text) ?? decodeAny(readDigitalStatus.answers, text);
  // The outputs of a 7044 are in the first byte.
  return decoded && bitsOf(Number(decoded.fields.first));
}

const volts = (module: number): number[] =>
  Array.from({ length: CHANNELS }, (_, index) => voltsAt(module, index));

const bitsOf = (byte: number): number[] =>
  Array.from({ length: CHANNELS }, (_, index) => (byte >> index) & 1);
