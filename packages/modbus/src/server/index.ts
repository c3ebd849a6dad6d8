export { answerRequest } from './answer-request.js';
export type { AnsweringUnit } from './answering-unit.js';
export { CommCounters, LineCounters } from './comm-counters.js';
export type { DatagramDesk } from './datagram-desk.js';
export type { IdentificationOptions } from './identification-source.js';
export { type BankContents, MemoryBank, Table } from './memory-bank.js';
export { ModbusRefusal } from './modbus-refusal.js';
export { ModbusServer } from './modbus-server.js';
export type {
  AddressRange,
  AnsweringContext,
  AuthorisationRequest,
  Authorise,
  RequestContext,
} from './request-context.js';
export type { Served } from './served.js';
export type { ServeOptions, ServerOptions, Units, UnknownUnit } from './server-options.js';
export { ServerUnit, type ServerUnitOptions } from './server-unit.js';
export type { Handler } from './unit-function.js';
