import { masked, maskWriteRegister } from '../pdu/mask-write-register.js';
import type { PduCodec } from '../pdu/pdu-codec.js';
import { PduError } from '../pdu/pdu-error.js';
import { readCoils, readDiscreteInputs } from '../pdu/read-bits.js';
import { MAX_FIFO, readFifoQueue } from '../pdu/read-fifo-queue.js';
import { readFileRecord } from '../pdu/read-file-record.js';
import { readHoldingRegisters, readInputRegisters } from '../pdu/read-registers.js';
import { readWriteRegisters } from '../pdu/read-write-registers.js';
import { writeFileRecord } from '../pdu/write-file-record.js';
import { writeMultipleCoils } from '../pdu/write-multiple-coils.js';
import { writeMultipleRegisters } from '../pdu/write-multiple-registers.js';
import { writeSingleCoil } from '../pdu/write-single-coil.js';
import { writeSingleRegister } from '../pdu/write-single-register.js';
import type { MemoryBank } from './memory-bank.js';

/** Carries a decoded request out on a device's memory, and returns what is to be answered. */
export type Executor = (request: never, bank: MemoryBank) => unknown;

function executor<Q, A>(
  codec: PduCodec<Q, A>,
  execute: (request: Q, bank: MemoryBank) => A,
): [number, Executor] {
  return [codec.code, execute as Executor];
}

/** What each function does to a device's memory. All or nothing: every address is checked before anything is written. */
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
  executor(readFileRecord, ({ subRequests }, bank) => ({
    subResponses: subRequests.map(({ fileNumber, recordNumber, recordLength }) =>
      bank.file(fileNumber).read(recordNumber, recordLength),
    ),
  })),
  executor(writeFileRecord, (request, bank) => {
    for (const { fileNumber, recordNumber, registers } of request.subRequests)
      bank.file(fileNumber).read(recordNumber, registers.length);
    for (const { fileNumber, recordNumber, registers } of request.subRequests)
      bank.file(fileNumber).write(recordNumber, registers);
    return request;
  }),
  executor(maskWriteRegister, (request, bank) => {
    const [current] = bank.holdingRegisters.read(request.address, 1) as [number];
    bank.holdingRegisters.write(request.address, [masked(current, request)]);
    return request;
  }),
  executor(readWriteRegisters, (request, bank) => {
    bank.holdingRegisters.read(request.readStartAddress, request.readQuantity);
    bank.holdingRegisters.write(request.writeStartAddress, request.registers);
    return { registers: bank.holdingRegisters.read(request.readStartAddress, request.readQuantity) };
  }),
  executor(readFifoQueue, ({ fifoPointerAddress }, bank) => {
    const registers = bank.queue(fifoPointerAddress);
    if (registers.length > MAX_FIFO)
      throw new PduError('quantity', `${registers.length} queued registers are more than ${MAX_FIFO}`);
    return { registers };
  }),
]);
