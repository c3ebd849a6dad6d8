import { appendCrc16, compileRules, type FrameRules, type LengthRule, type Scanner } from '@bus/codec';
import { type Medium, UsageError } from '@bus/line';
import { checkInteger } from '../pdu/checks.js';
import { codecVersion, pduCodecs } from '../pdu/codecs.js';
import { describePdu } from '../pdu/describe-pdu.js';
import { EXCEPTION_BIT } from '../pdu/exception.js';
import type { AnyPduCodec, PduCodec } from '../pdu/pdu-codec.js';
import type { ModbusFraming } from './modbus-framing.js';

/** Individual addresses end here; 248..255 are reserved. */
export const MAX_UNIT = 247;
/** Bytes around a PDU: the unit in front, the CRC behind. */
const OVERHEAD = 3;
/** Largest frame, specification chapter 2.5.1.1. */
const MAX_FRAME = 256;
/** Up to this length a loop copies faster than `set`. */
const FEW = 16;
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
    appendCrc16(frame, 1 + putPdu(frame, pdu));
    return frame;
  },
  respond: (_request, unit, pdu) => rtuFraming.wrap(unit, pdu),
  unwrap: frame => ({ unit: frame[0]!, pdu: pduIn(frame) }),
  maxUnit: MAX_UNIT,
  broadcasts: true,
  answers: (asked, sender) => asked === sender,
  // An answer whose length nobody can foretell is found by the length rules alone; 0 means that it ends in silence.
  expectations: (unit, { head, length }) =>
    length === undefined
      ? []
      : [{ head: Uint8Array.of(unit, ...head).subarray(0, 8), length: length === 0 ? 0 : length + OVERHEAD }],
};

/**
 * Writes the frame of a request to the beginning of `target`, 256 bytes or more, and returns its length. It is the frame
 * that `rtuFraming.wrap(unit, codec.encodeRequest(request))` makes, without an array for each request: for programs that
 * move the bytes themselves and ask all the time.
 *
 * @param unit 0..247.
 * @throws {UsageError} `target` is too short, or the request or unit is outside the limits of the specification.
 * @example
 * import { putRtuRequest, readHoldingRegisters } from '@bus/modbus';
 *
 * const target = new Uint8Array(256);
 * putRtuRequest(target, 1, readHoldingRegisters, { startAddress: 289, quantity: 1 }); // 8: 01 03 01 21 00 01 D5 FC
 */
export function putRtuRequest<Request>(
  target: Uint8Array,
  unit: number,
  codec: Pick<PduCodec<Request, never>, 'encodeRequest' | 'putRequest'>,
  request: Request,
): number {
  if (!(Number.isInteger(unit) && unit >= 0 && unit <= MAX_UNIT && target.length >= MAX_FRAME))
    refuse(target, unit);
  const length = codec.putRequest?.(request, target, 1) ?? putPdu(target, codec.encodeRequest(request));
  target[0] = unit;
  return appendCrc16(target, length + 1);
}

// It stands apart because V8 puts only short functions into their callers.
function refuse(target: Uint8Array, unit: number): never {
  checkInteger('unit', unit, 0, MAX_UNIT);
  throw new UsageError(`a frame may need ${MAX_FRAME} bytes, and the target has ${target.length}`);
}

let latestFrame: Uint8Array = new Uint8Array(0);
let latestPdu = latestFrame;

/** A line hands over the same view for each answer of the same length, and to make another one costs as much as a search. */
function pduIn(frame: Uint8Array): Uint8Array {
  if (frame !== latestFrame || latestPdu.length !== frame.length - OVERHEAD) {
    latestFrame = frame;
    latestPdu = frame.subarray(1, frame.length - 2);
  }
  return latestPdu;
}

/** The PDU in its place in a frame; returns its length. */
function putPdu(frame: Uint8Array, pdu: Uint8Array): number {
  const { length } = pdu;
  if (length > FEW) frame.set(pdu, 1);
  else for (let index = 0; index < length; index += 1) frame[index + 1] = pdu[index]!;
  return length;
}

let compiled: { readonly rules: FrameRules; readonly version: number } | undefined;

function rules(): FrameRules {
  return compiled?.version === codecVersion() ? compiled.rules : newRules();
}

function newRules(): FrameRules {
  compiled = { rules: compileRtuRules(pduCodecs), version: codecVersion() };
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
  return compileRules({ addressMax: MAX_UNIT, lengthMax: MAX_FRAME, requests, responses, others });
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
