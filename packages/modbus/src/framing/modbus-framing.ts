import type { Expectation } from '@bus/codec';
import type { Framing } from '@bus/line';
import type { ReplyForm } from '../pdu/pdu-codec.js';

/** A PDU and the unit that it is sent to or comes from. */
export interface UnitPdu {
  readonly unit: number;
  /** A view into the frame. */
  readonly pdu: Uint8Array;
}

/** A framing that carries Modbus PDUs. */
export interface ModbusFraming extends Framing {
  /** The whole frame (ADU) around a PDU. */
  wrap(unit: number, pdu: Uint8Array): Uint8Array;
  /** The PDU inside a frame whose checksum has been found right. */
  unwrap(frame: Uint8Array): UnitPdu;
  /** What to look for on the wire when `unit` is to answer in this form. */
  expectation(unit: number, form: ReplyForm): Expectation;
}
