import { encodeException, type ModbusFraming, rtuFraming } from '@bus/modbus';
import type { SimulatedInstrument } from '@bus/sim';

/** A Modbus device that speaks RTU, on a line where frames look different. */
export function reframed(instrument: SimulatedInstrument, framing: ModbusFraming): SimulatedInstrument {
  return {
    get unit() {
      return instrument.unit;
    },
    framing,
    async answer(frame) {
      const { unit, pdu } = framing.unwrap(frame);
      return await askRtu(instrument, unit, pdu, (sender, answer) => framing.wrap(sender, answer));
    },
  };
}

/** Says that a unit behind a gateway does not answer. */
const NO_REPLY = 11;

/**
 * Modbus devices that speak RTU, reached over Modbus TCP. One alone answers to every unit, since it is reached directly;
 * several are told apart by theirs, and units that are not among them are answered with exception 11.
 */
export function overNetwork(
  instruments: readonly SimulatedInstrument[],
  framing: ModbusFraming,
): SimulatedInstrument {
  const [only, ...others] = instruments;
  return {
    unit: only?.unit ?? 0,
    framing,
    async answer(frame) {
      const { unit, pdu } = framing.unwrap(frame);
      const asked = others.length === 0 ? only : instruments.find(each => each.unit === unit);
      if (asked !== undefined)
        return await askRtu(asked, asked.unit, pdu, (_, answer) => framing.respond(frame, unit, answer));
      const functionCode = pdu[0] ?? 0;
      if (functionCode >= 0x80) return undefined;
      return framing.respond(frame, unit, encodeException({ functionCode, exceptionCode: NO_REPLY }));
    },
  };
}

async function askRtu(
  instrument: SimulatedInstrument,
  unit: number,
  pdu: Uint8Array,
  frameOf: (sender: number, answer: Uint8Array) => Uint8Array,
): Promise<Uint8Array | undefined> {
  const answer = await instrument.answer(rtuFraming.wrap(unit, pdu));
  if (answer === undefined) return undefined;
  const { unit: sender, pdu: said } = rtuFraming.unwrap(answer);
  return frameOf(sender, said);
}
