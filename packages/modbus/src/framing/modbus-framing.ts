import type { Expectation } from '@bus/codec';
import type { Framing } from '@bus/line';
import type { ReplyForm } from '../pdu/pdu-codec.js';

/** A PDU and the unit that it is sent to or comes from. */
export interface UnitPdu {
  readonly unit: number;
  /** A view into the frame, or a copy where the frame carries it in another form. */
  readonly pdu: Uint8Array;
}

/** What stands around a PDU in a frame: name and length of each part. */
export interface FrameLayout {
  readonly front: readonly (readonly [name: string, length: number])[];
  readonly behind: readonly (readonly [name: string, length: number])[];
  /** Bytes of the frame for each byte of the PDU. */
  readonly bytesPerByte: 1 | 2;
}

/** A framing that carries Modbus PDUs. */
export interface ModbusFraming extends Framing {
  readonly layout: FrameLayout;
  /** Largest unit that can be asked: 247, or 255 where the field is a byte of a gateway's. */
  readonly maxUnit: number;
  /** True where unit 0 means everybody, and nobody answers. */
  readonly broadcasts: boolean;
  /** The whole frame (ADU) around a PDU. */
  wrap(unit: number, pdu: Uint8Array): Uint8Array;
  /** The frame around an answer's PDU; `request` is the frame that it answers. */
  respond(request: Uint8Array, unit: number, pdu: Uint8Array): Uint8Array;
  /**
   * The same framing with another last character, where frames have one.
   *
   * @throws {UsageError} the character may not end a frame.
   */
  withDelimiter?(delimiter: string): ModbusFraming;
  /** The PDU inside a frame whose checksum has been found right. */
  unwrap(frame: Uint8Array): UnitPdu;
  /** True when a frame from unit `sender` may answer a question to unit `asked`. */
  answers(asked: number, sender: number): boolean;
  /** What to look for on the wire when `unit` is to answer in this form. */
  expectations(unit: number, form: ReplyForm): Expectation[];
}
