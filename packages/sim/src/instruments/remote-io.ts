import {
  BROADCAST,
  encodeException,
  MAX_UNIT,
  MemoryBank,
  PduError,
  rtuFraming,
  writeSingleRegister,
} from '@bus/modbus';
import { checkUnit, type ModbusInstrument, modbusInstrument } from './modbus-instrument.js';

/** Settings of a simulated remote I/O module. */
export interface RemoteIoOptions {
  /** Address on the line, 1..247; 2 by default. */
  unit?: number;
  /** Milliseconds from the end of a request to the answer; 3.5 characters when absent. */
  delay?: number;
  /** Answers a broadcast write from its own address, as the real module does; false by default. */
  answersBroadcast?: boolean;
}

/** The register that holds the module's address on the line. */
const ADDRESS_REGISTER = 1;
/** Registers are 1..22. */
const REGISTERS = 22;
const ILLEGAL_DATA_VALUE = 3;

/**
 * A simulated remote I/O module that knows only functions 3 and 6 and has 22 holding registers.
 *
 * | table | address | meaning |
 * |---|---|---|
 * | holding | 1 | address on the line, 1..247; a write takes effect at once |
 * | holding | 2..22 | free registers, 0 until they are written |
 *
 * The answer to a change of address comes from the new address, so whoever asked the old one hears no answer from it.
 *
 * @throws {UsageError} `unit` is not 1..247.
 *
 * @example
 * line.attach(remoteIo({ unit: 2 }));
 * await client.unit(2).readRegister(1); // 2
 */
export function remoteIo({ unit = 2, delay, answersBroadcast }: RemoteIoOptions = {}): ModbusInstrument {
  checkUnit(unit);
  const addresses = Array.from({ length: REGISTERS }, (_, index) => index + 1);
  const bank = new MemoryBank({
    holdingRegisters: Object.fromEntries(addresses.map(address => [address, 0])),
  });
  bank.holdingRegisters.set(ADDRESS_REGISTER, unit);
  const own = () => bank.holdingRegisters.get(ADDRESS_REGISTER)!;
  const module = modbusInstrument({
    unit: own,
    bank,
    functions: new Set([3, 6]),
    ...(delay === undefined ? {} : { delay }),
    ...(answersBroadcast === undefined ? {} : { answersBroadcast }),
  });
  return {
    bank,
    framing: module.framing,
    ...(delay === undefined ? {} : { delay }),
    get unit() {
      return own();
    },
    answer(frame) {
      const { unit: asked, pdu } = rtuFraming.unwrap(frame);
      if ((asked !== own() && asked !== BROADCAST) || !setsImpossibleAddress(pdu))
        return module.answer(frame);
      if (asked === BROADCAST && answersBroadcast !== true) return undefined;
      return rtuFraming.wrap(
        own(),
        encodeException({ functionCode: pdu[0]!, exceptionCode: ILLEGAL_DATA_VALUE }),
      );
    },
  };
}

/** True for a write of what is no individual address to the address register. */
function setsImpossibleAddress(pdu: Uint8Array): boolean {
  if (pdu[0] !== writeSingleRegister.code) return false;
  try {
    const { address, value } = writeSingleRegister.decodeRequest(pdu);
    return address === ADDRESS_REGISTER && (value === BROADCAST || value > MAX_UNIT);
  } catch (error) {
    if (error instanceof PduError) return false;
    throw error;
  }
}
