import { type Dissection, type FrameField, formatHex, type Side } from '@bus/line';
import type { ModbusFraming } from '../framing/modbus-framing.js';
import { describePdu } from '../pdu/describe-pdu.js';
import { dissectPdu, field, likelySide } from './dissect-pdu.js';

/**
 * Explains a Modbus frame field by field, a broken one, too: what stands around the PDU is compared with what the framing
 * would have sent.
 *
 * @param frame everything from the first byte to the last; it must be long enough for a function code.
 * @param side who sent it; the side that it makes sense of unless given.
 * @returns undefined when `frame` is too short for this framing.
 * @example
 * import { rtuFraming } from '@bus/modbus';
 * import { dissectFrame } from '@bus/modbus/dissect';
 *
 * const frame = Uint8Array.of(0x01, 0x03, 0x01, 0x21, 0x00, 0x01, 0xd5, 0xfc);
 * dissectFrame(rtuFraming, frame)?.fields[2]; // { offset: 2, length: 2, name: 'start address', value: 289, … }
 */
export function dissectFrame(framing: ModbusFraming, frame: Uint8Array, side?: Side): Dissection | undefined {
  const { front, behind, bytesPerByte } = framing.layout;
  const [before, after] = [lengthOf(front), lengthOf(behind)];
  if (frame.length < before + bytesPerByte + after) return undefined;
  const { unit, pdu } = framing.unwrap(frame);
  if (pdu.length * bytesPerByte !== frame.length - before - after || pdu.length === 0) return undefined;
  const sender = side ?? likelySide(pdu);
  const wanted = framing.respond(frame, unit, pdu);
  const { fields, problem } = dissectPdu(pdu, sender);
  const inside = fields.map(each => ({
    ...each,
    offset: before + each.offset * bytesPerByte,
    length: each.length * bytesPerByte,
  }));
  const around = { frame, wanted, unit, text: bytesPerByte === 2 };
  const all = [...partsOf(front, 0, around), ...inside, ...partsOf(behind, frame.length - after, around)];
  const wrong = all.flatMap(each => (each.problem === undefined ? [] : [`${each.name}: ${each.problem}`]));
  return {
    fields: all,
    meaning: `unit ${unit}, ${describePdu(pdu, sender)}`,
    problems: problem === undefined ? wrong : [...wrong, problem],
  };
}

interface Around {
  readonly frame: Uint8Array;
  /** What the framing would have sent. */
  readonly wanted: Uint8Array;
  readonly unit: number;
  /** Bytes stand as digits. */
  readonly text: boolean;
}

function partsOf(
  parts: ModbusFraming['layout']['front'],
  start: number,
  { frame, wanted, unit, text }: Around,
): FrameField[] {
  let at = start;
  return parts.map(([name, length]) => {
    const bytes = frame.subarray(at, at + length);
    const right = wanted.subarray(at, at + length);
    const same = bytes.every((byte, index) => byte === right[index]);
    const value = name === 'unit' ? unit : isCheck(name) || text ? textOf(bytes, text) : numberOf(bytes);
    const shown = text ? JSON.stringify(String.fromCharCode(...right)) : formatHex(right);
    const plain = field(at, length, name, value, same && isCheck(name) ? 'right' : undefined);
    at += length;
    return same ? plain : { ...plain, problem: `should be ${shown}` };
  });
}

const isCheck = (name: string): boolean => name === 'CRC' || name === 'LRC';

const textOf = (bytes: Uint8Array, text: boolean): string =>
  text ? String.fromCharCode(...bytes) : formatHex(bytes);

const numberOf = (bytes: Uint8Array): number => bytes.reduce((sum, byte) => sum * 256 + byte, 0);

const lengthOf = (parts: ModbusFraming['layout']['front']): number =>
  parts.reduce((sum, [, length]) => sum + length, 0);
