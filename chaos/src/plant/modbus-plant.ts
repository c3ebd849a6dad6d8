import {
  asciiFraming,
  MemoryBank,
  type ModbusFraming,
  mbapFraming,
  type PduCodec,
  readCoils,
  readHoldingRegisters,
  readInputRegisters,
  rtuFraming,
  writeMultipleRegisters,
  writeSingleRegister,
} from '@bus/modbus';
import { modbusInstrument, type Random, randomInteger, type SimulatedInstrument } from '@bus/sim';
import type { FramingName, Question } from '../subject.js';
import { coilAt, FIRST_WRITABLE, READABLE, registerAt, WRITABLE_EACH } from './known-values.js';
import type { Plant, SoundAnswer, Watch } from './plant.js';
import { WriteCounts } from './write-counts.js';

type ModbusFramingName = 'rtu' | 'ascii' | 'tcp' | 'rtu-over-tcp';

const framings: Readonly<Record<ModbusFramingName, () => ModbusFraming>> = {
  rtu: () => rtuFraming,
  ascii: () => asciiFraming(),
  tcp: () => mbapFraming(),
  'rtu-over-tcp': () => rtuFraming,
};

/** Milliseconds that each unit takes for an answer. */
const DELAYS: ReadonlyMap<number, number> = new Map([
  [1, 2],
  [2, 5],
  [3, 9],
]);
const UNITS = [...DELAYS.keys()];
const MOST_CALLERS = 8;
const REGISTERS = READABLE + MOST_CALLERS * WRITABLE_EACH;
/** Few of them, so that answers of the same form follow one another. */
const QUANTITIES = [1, 1, 1, 2, 4, 10];
/** Share of the questions that ask for as much of the same unit and table as the one before. */
const SAME_FORM = 0.4;
const BITS = [16, 16, 24, 40];
const KINDS = ['read-holding', 'read-holding', 'read-input', 'read-coils', 'write-register'] as const;

/** Three units with numbered registers and coils. */
export class ModbusPlant implements Plant {
  readonly framing: FramingName;
  readonly blind: boolean;
  readonly tiny = false;
  readonly instruments: readonly SimulatedInstrument[];
  readonly #framing: ModbusFraming;
  readonly #writes = new WriteCounts();
  /** Every write has a value of its own. */
  #nextValue = 1;
  #lastRead: Question | undefined;

  constructor(name: ModbusFramingName) {
    this.framing = name;
    this.blind = name === 'tcp';
    this.#framing = framings[name]();
    this.instruments = UNITS.map(unit => this.#device(unit));
  }

  draw(random: Random, caller: number): Question {
    const last = this.#lastRead;
    // An answer of the same form again, which the one before could pass for.
    if (last !== undefined && random() < SAME_FORM)
      return { ...last, address: randomInteger(random, 0, READABLE - last.quantity) };
    const kind = KINDS[randomInteger(random, 0, KINDS.length - 1)]!;
    const unit = UNITS[randomInteger(random, 0, UNITS.length - 1)]!;
    if (kind === 'write-register') {
      const address = FIRST_WRITABLE + caller * WRITABLE_EACH + randomInteger(random, 0, WRITABLE_EACH - 1);
      const value = this.#nextValue++ & 0xffff;
      return { kind, unit, address, quantity: 1, value };
    }
    const sizes = kind === 'read-coils' ? BITS : QUANTITIES;
    const quantity = sizes[randomInteger(random, 0, sizes.length - 1)]!;
    this.#lastRead = { kind, unit, address: randomInteger(random, 0, READABLE - quantity), quantity };
    return this.#lastRead;
  }

  watch(question: Question): Watch {
    if (question.kind !== 'write-register') {
      const right = rightValues(question);
      return { right: right.join(' '), executions: () => 0, isRight: values => same(values, right) };
    }
    const { unit, address, value = 0 } = question;
    const before = this.#writes.of(unit, address, value);
    const executions = () => this.#writes.of(unit, address, value) - before;
    return { right: 'nothing, for it was not written', executions, isRight: () => executions() > 0 };
  }

  *soundAnswers(question: Question, heard: Uint8Array): Iterable<SoundAnswer> {
    const framing = this.#framing;
    for (const { codec, pduLength, valuesOf } of answerForms(question)) {
      const { length } = framing.wrap(question.unit, new Uint8Array(pduLength));
      for (let at = 0; at + length <= heard.length; at += 1) {
        const frame = heard.subarray(at, at + length);
        try {
          const { unit, pdu } = framing.unwrap(frame);
          if (unit !== question.unit || pdu[0] !== codec.code) continue;
          if (same(framing.respond(frame, unit, pdu), frame)) yield { frame, values: valuesOf(pdu) };
        } catch {
          // No frame begins here.
        }
      }
    }
  }

  #device(unit: number): SimulatedInstrument {
    const bank = new MemoryBank({
      holdingRegisters: table(REGISTERS, address => registerAt('holding', unit, address)),
      inputRegisters: table(READABLE, address => registerAt('input', unit, address)),
      coils: table(READABLE, address => coilAt(unit, address) === 1),
    });
    const device = modbusInstrument({ unit, bank, framing: this.#framing, delay: DELAYS.get(unit)! });
    return {
      unit,
      framing: device.framing,
      delay: DELAYS.get(unit)!,
      answer: frame => {
        const { unit: addressed, pdu } = this.#framing.unwrap(frame.slice());
        // Nobody broadcasts here: without a checksum, pieces of other frames can look like it, and would write.
        if (addressed === 0) return undefined;
        const answer = device.answer(frame);
        if (answer !== undefined) this.#noteWrite(unit, pdu);
        return answer;
      },
    };
  }

  #noteWrite(unit: number, pdu: Uint8Array): void {
    if (pdu[0] === writeSingleRegister.code) {
      const { address, value } = writeSingleRegister.decodeRequest(pdu);
      this.#writes.note(unit, address, value);
    } else if (pdu[0] === writeMultipleRegisters.code) {
      const { startAddress, registers } = writeMultipleRegisters.decodeRequest(pdu);
      for (const [index, value] of registers.entries()) this.#writes.note(unit, startAddress + index, value);
    }
  }
}

interface AnswerForm {
  readonly codec: Pick<PduCodec<never, unknown>, 'code'>;
  readonly pduLength: number;
  valuesOf(pdu: Uint8Array): readonly number[];
}

/** The forms that the answer to a question may have. */
function answerForms({ kind, quantity }: Question): readonly AnswerForm[] {
  if (kind === 'read-coils') {
    const pduLength = readCoils.encodeResponse({ bits: Array<boolean>(quantity).fill(false) }).length;
    const valuesOf = (pdu: Uint8Array) => readCoils.decodeResponse(pdu).bits.slice(0, quantity).map(Number);
    return [{ codec: readCoils, pduLength, valuesOf }];
  }
  if (kind === 'write-register') {
    // A confirmation has no values; both functions confirm in five bytes.
    const pduLength = writeSingleRegister.encodeResponse({ address: 0, value: 0 }).length;
    return [writeSingleRegister, writeMultipleRegisters].map(codec => ({
      codec,
      pduLength,
      valuesOf: () => [],
    }));
  }
  const codec = kind === 'read-input' ? readInputRegisters : readHoldingRegisters;
  const pduLength = codec.encodeResponse({ registers: Array<number>(quantity).fill(0) }).length;
  return [{ codec, pduLength, valuesOf: pdu => codec.decodeResponse(pdu).registers }];
}

function rightValues({ kind, unit, address, quantity }: Question): readonly number[] {
  return Array.from({ length: quantity }, (_, index) =>
    kind === 'read-coils'
      ? coilAt(unit, address + index)
      : registerAt(kind === 'read-input' ? 'input' : 'holding', unit, address + index),
  );
}

function table<T>(size: number, valueAt: (address: number) => T): Record<number, T> {
  return Object.fromEntries(Array.from({ length: size }, (_, address) => [address, valueAt(address)]));
}

function same(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  return a.length === b.length && Array.from(a).every((value, index) => value === b[index]);
}
