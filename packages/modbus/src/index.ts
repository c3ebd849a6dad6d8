export * from './address/index.js';
export { type AsciiOptions, asciiFraming } from './framing/ascii.js';
export type { FramingChoice } from './framing/framing-choice.js';
export { type MbapOptions, mbapFraming } from './framing/mbap.js';
export type { FrameLayout, ModbusFraming, UnitPdu } from './framing/modbus-framing.js';
export { compileRtuRules, MAX_UNIT, putRtuRequest, rtuFraming } from './framing/rtu.js';
export {
  type ClientOptions,
  type ClientUnitOptions,
  ModbusClient,
} from './modbus-client.js';
export { ModbusException } from './modbus-exception.js';
export {
  type AskingCodec,
  BROADCAST,
  modbusExchange,
  type RequestOptions,
  TURNAROUND,
} from './modbus-exchange.js';
export {
  ModbusUnit,
  type ReadBitsOptions,
  type ReadRegisterOptions,
  type ReadRegistersOptions,
  type WriteBitOptions,
  type WriteRegisterOptions,
} from './modbus-unit.js';
export { pduCodecs } from './pdu/codecs.js';
export { type CommEventCounter, getCommEventCounter } from './pdu/comm-event-counter.js';
export { type CommEventLog, getCommEventLog, MAX_EVENTS } from './pdu/comm-event-log.js';
export { describePdu } from './pdu/describe-pdu.js';
export type {
  DeviceIdentification,
  IdentificationObject,
  ReadDeviceIdentification,
} from './pdu/device-identification.js';
export { DiagnosticSub, type Diagnostics, diagnostics } from './pdu/diagnostics.js';
export { encapsulatedInterface, MEI_CANOPEN } from './pdu/encapsulated-interface.js';
export {
  decodeException,
  describeException,
  EXCEPTION_NAMES,
  type ExceptionResponse,
  encodeException,
} from './pdu/exception.js';
export type { FileRange } from './pdu/file-records.js';
export { type MaskWriteRegister, masked, maskWriteRegister } from './pdu/mask-write-register.js';
export type { AnyPduCodec, Mismatch, PduCodec, ReplyForm } from './pdu/pdu-codec.js';
export { PduError, type PduFault } from './pdu/pdu-error.js';
export { type PduField, PduReader } from './pdu/pdu-reader.js';
export { type RawPayload, rawCodec } from './pdu/raw-codec.js';
export { MAX_READ_BITS, type ReadBitsResponse, readCoils, readDiscreteInputs } from './pdu/read-bits.js';
export { type ExceptionStatus, readExceptionStatus } from './pdu/read-exception-status.js';
export { MAX_FIFO, readFifoQueue } from './pdu/read-fifo-queue.js';
export { readFileRecord } from './pdu/read-file-record.js';
export {
  MAX_READ_REGISTERS,
  type ReadRegistersResponse,
  readHoldingRegisters,
  readInputRegisters,
} from './pdu/read-registers.js';
export type { ReadRequest } from './pdu/read-request.js';
export { type ReadWriteRegisters, readWriteRegisters } from './pdu/read-write-registers.js';
export { reportServerId, type ServerId } from './pdu/report-server-id.js';
export type { WriteConfirmation } from './pdu/write-confirmation.js';
export { type FileRecord, writeFileRecord } from './pdu/write-file-record.js';
export { MAX_WRITE_COILS, type WriteMultipleCoils, writeMultipleCoils } from './pdu/write-multiple-coils.js';
export {
  MAX_WRITE_REGISTERS,
  type WriteMultipleRegisters,
  writeMultipleRegisters,
} from './pdu/write-multiple-registers.js';
export { type WriteSingleCoil, writeSingleCoil } from './pdu/write-single-coil.js';
export { type WriteSingleRegister, writeSingleRegister } from './pdu/write-single-register.js';
export * from './plan/index.js';
export { registerCodec } from './register-codec.js';
export * from './server/index.js';
export { type DiagnosticCounter, UnitDiagnostics } from './unit-diagnostics.js';
export { UnitFiles } from './unit-files.js';
export {
  type IdentificationLevel,
  type Identity,
  type ServerReport,
  UnitIdentification,
} from './unit-identification.js';
export type { BusyRetries, CallOptions, UnitOptions } from './unit-requests.js';
export * from './values/index.js';
