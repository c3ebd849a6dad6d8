import { compileRules, crc16, type FrameRules, type LengthRule, type Scanner } from '@bus/codec';
import type { Medium } from '@bus/line';
import { codecVersion, pduCodecs } from '../pdu/codecs.js';
import { describePdu } from '../pdu/describe-pdu.js';
import { EXCEPTION_BIT } from '../pdu/exception.js';
import type { AnyPduCodec } from '../pdu/pdu-codec.js';
import type { ModbusFraming } from './modbus-framing.js';

/** Individual addresses end here; 248..255 are reserved. */
export const MAX_UNIT = 247;
/** Bytes around a PDU: the unit in front, the CRC behind. */
const OVERHEAD = 3;
/** Above 19 200 bit/s the silences no longer shrink. */
const MIN_GAP = 1.75;
/** A USB adaptor may hold bytes back for 16 ms and a scheduler for longer: a pause is only an end after this. */
const MIN_SILENCE = 50;

/**
 * Modbus RTU, chapter 2.5.1 of the serial line specification.
 *
 *     unit  PDU(1..253)  crcLow  crcHigh          4..256 bytes, CRC-16/MODBUS
 *
 * Frames end by length and checksum, never by a timer: pauses inside a frame mean nothing behind a USB adaptor.
 *
 * @example
 * rtuFraming.wrap(1, Uint8Array.of(3, 1, 0x21, 0, 1)); // 01 03 01 21 00 01 D5 FC
 */
export const rtuFraming: ModbusFraming = {
  name: 'rtu',
  layout: { front: [['unit', 1]], behind: [['CRC', 2]], bytesPerByte: 1 },
  gap: ({ characterTime }: Medium) => (characterTime === 0 ? 0 : Math.max(3.5 * characterTime, MIN_GAP)),
  silence: ({ characterTime }: Medium) => Math.max(3.5 * characterTime, MIN_SILENCE),
  scan: (scanner: Scanner, silent: boolean) => scanner.scan(rules(), silent),
  describe: (frame, side) => `unit ${frame[0]}, ${describePdu(rtuFraming.unwrap(frame).pdu, side)}`,
  unitOf: frame => frame[0],
  wrap(unit, pdu) {
    const frame = new Uint8Array(pdu.length + OVERHEAD);
    frame[0] = unit;
    frame.set(pdu, 1);
    const crc = crc16(frame, 0, pdu.length + 1);
    frame[pdu.length + 1] = crc;
    frame[pdu.length + 2] = crc >> 8;
    return frame;
  },
  respond: (_request, unit, pdu) => rtuFraming.wrap(unit, pdu),
  unwrap: frame => ({ unit: frame[0]!, pdu: frame.subarray(1, frame.length - 2) }),
  maxUnit: MAX_UNIT,
  broadcasts: true,
  answers: (asked, sender) => asked === sender,
  // An answer whose length nobody can foretell is found by the length rules alone; 0 means that it ends in silence.
  expectations: (unit, { head, length }) =>
    length === undefined
      ? []
      : [{ head: Uint8Array.of(unit, ...head).subarray(0, 8), length: length === 0 ? 0 : length + OVERHEAD }],
};

let compiled: { readonly rules: FrameRules; readonly version: number } | undefined;

function rules(): FrameRules {
  const version = codecVersion();
  if (compiled?.version !== version) compiled = { rules: compileRtuRules(pduCodecs), version };
  return compiled.rules;
}

/** The scanner's length rules, derived from the codecs. */
export function compileRtuRules(codecs: ReadonlyMap<number, AnyPduCodec>): FrameRules {
  const requests = new Map<number, LengthRule>();
  const responses = new Map<number, LengthRule>();
  for (const codec of codecs.values()) {
    requests.set(codec.code, inFrame(codec.requestLength));
    responses.set(codec.code, inFrame(codec.responseLength));
  }
  for (let code = EXCEPTION_BIT + 1; code <= 0xff; code += 1) responses.set(code, inFrame({ fixed: 2 }));
  // A function that nobody here knows ends where the line falls silent: so a server can still say that it is illegal.
  const others = { fixed: 0, open: true } as const;
  requests.set(0, others);
  return compileRules({ addressMax: MAX_UNIT, lengthMax: 256, requests, responses, others });
}

/** A PDU's length rule, seen from the beginning of its frame: one byte stands in front, two behind. */
function inFrame(rule: LengthRule): LengthRule {
  const { walk, when } = rule;
  return {
    ...rule,
    fixed: rule.fixed === 0 ? 0 : rule.fixed + OVERHEAD,
    ...(rule.countAt === undefined ? {} : { countAt: rule.countAt + 1 }),
    ...(walk === undefined ? {} : { walk: { ...walk, countAt: walk.countAt + 1, from: walk.from + 1 } }),
    ...(when === undefined ? {} : { when: { ...when, at: when.at + 1, otherwise: inFrame(when.otherwise) } }),
  };
}
