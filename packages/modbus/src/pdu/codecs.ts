import type { AnyPduCodec } from './pdu-codec.js';
import { readCoils, readDiscreteInputs } from './read-bits.js';
import { readHoldingRegisters, readInputRegisters } from './read-registers.js';
import { writeMultipleCoils } from './write-multiple-coils.js';
import { writeMultipleRegisters } from './write-multiple-registers.js';
import { writeSingleCoil } from './write-single-coil.js';
import { writeSingleRegister } from './write-single-register.js';

/** Every function code that this package knows, in order. */
export const pduCodecs: ReadonlyMap<number, AnyPduCodec> = new Map(
  [
    readCoils,
    readDiscreteInputs,
    readHoldingRegisters,
    readInputRegisters,
    writeSingleCoil,
    writeSingleRegister,
    writeMultipleCoils,
    writeMultipleRegisters,
  ].map(codec => [codec.code, codec as AnyPduCodec]),
);
