import type { PduCodec } from '../pdu/pdu-codec.js';
import { readCoils, readDiscreteInputs } from '../pdu/read-bits.js';
import { readHoldingRegisters, readInputRegisters } from '../pdu/read-registers.js';
import { writeMultipleCoils } from '../pdu/write-multiple-coils.js';
import { writeMultipleRegisters } from '../pdu/write-multiple-registers.js';
import { writeSingleCoil } from '../pdu/write-single-coil.js';
import { writeSingleRegister } from '../pdu/write-single-register.js';
import type { MemoryBank } from './memory-bank.js';

/** Decodes a request, carries it out, and encodes the answer. */
export type Executor = (pdu: Uint8Array, bank: MemoryBank) => Uint8Array;

function executor<Q, A>(
  codec: PduCodec<Q, A>,
  execute: (request: Q, bank: MemoryBank) => A,
): [number, Executor] {
  return [codec.code, (pdu, bank) => codec.encodeResponse(execute(codec.decodeRequest(pdu), bank))];
}

/** What each function does to a device's memory. */
export const executors: ReadonlyMap<number, Executor> = new Map([
  executor(readCoils, ({ startAddress, quantity }, bank) => ({
    bits: bank.coils.read(startAddress, quantity),
  })),
  executor(readDiscreteInputs, ({ startAddress, quantity }, bank) => ({
    bits: bank.discreteInputs.read(startAddress, quantity),
  })),
  executor(readHoldingRegisters, ({ startAddress, quantity }, bank) => ({
    registers: bank.holdingRegisters.read(startAddress, quantity),
  })),
  executor(readInputRegisters, ({ startAddress, quantity }, bank) => ({
    registers: bank.inputRegisters.read(startAddress, quantity),
  })),
  executor(writeSingleCoil, (request, bank) => {
    bank.coils.write(request.address, [request.state]);
    return request;
  }),
  executor(writeSingleRegister, (request, bank) => {
    bank.holdingRegisters.write(request.address, [request.value]);
    return request;
  }),
  executor(writeMultipleCoils, ({ startAddress, bits }, bank) => {
    bank.coils.write(startAddress, bits);
    return { startAddress, quantity: bits.length };
  }),
  executor(writeMultipleRegisters, ({ startAddress, registers }, bank) => {
    bank.holdingRegisters.write(startAddress, registers);
    return { startAddress, quantity: registers.length };
  }),
]);
