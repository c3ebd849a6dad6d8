export type { ModbusFraming, UnitPdu } from './framing/modbus-framing.js';
export { compileRtuRules, MAX_UNIT, rtuFraming } from './framing/rtu.js';
export { ModbusClient } from './modbus-client.js';
export { ModbusException } from './modbus-exception.js';
export { BROADCAST, modbusExchange, TURNAROUND } from './modbus-exchange.js';
export {
  ModbusUnit,
  type ReadBitsOptions,
  type ReadRegisterOptions,
  type ReadRegistersOptions,
  type WriteBitOptions,
  type WriteRegisterOptions,
} from './modbus-unit.js';
export { pduCodecs } from './pdu/codecs.js';
export { describePdu } from './pdu/describe-pdu.js';
export {
  decodeException,
  describeException,
  EXCEPTION_NAMES,
  type ExceptionResponse,
  encodeException,
} from './pdu/exception.js';
export type { AnyPduCodec, Mismatch, PduCodec, ReplyForm } from './pdu/pdu-codec.js';
export { PduError, type PduFault } from './pdu/pdu-error.js';
export { MAX_READ_BITS, type ReadBitsResponse, readCoils, readDiscreteInputs } from './pdu/read-bits.js';
export {
  MAX_READ_REGISTERS,
  type ReadRegistersResponse,
  readHoldingRegisters,
  readInputRegisters,
} from './pdu/read-registers.js';
export type { ReadRequest } from './pdu/read-request.js';
export type { WriteConfirmation } from './pdu/write-confirmation.js';
export { MAX_WRITE_COILS, type WriteMultipleCoils, writeMultipleCoils } from './pdu/write-multiple-coils.js';
export {
  MAX_WRITE_REGISTERS,
  type WriteMultipleRegisters,
  writeMultipleRegisters,
} from './pdu/write-multiple-registers.js';
export { type WriteSingleCoil, writeSingleCoil } from './pdu/write-single-coil.js';
export { type WriteSingleRegister, writeSingleRegister } from './pdu/write-single-register.js';
export { answerRequest } from './server/answer-request.js';
export { type BankContents, MemoryBank, Table } from './server/memory-bank.js';
export { fromRegister, MAX_DECIMALS, type RegisterFormat, toRegister } from './values/decimal.js';
