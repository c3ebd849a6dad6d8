import { type Candidate, type Evidence, fitsLength, type Reading } from '@bus/codec/capture';
import { MAX_UNIT } from '../framing/rtu.js';
import { pduCodecs } from '../pdu/codecs.js';
import { decodeException, EXCEPTION_BIT, EXCEPTION_NAMES } from '../pdu/exception.js';
import type { AnyPduCodec } from '../pdu/pdu-codec.js';
import { PduError } from '../pdu/pdu-error.js';
import { ContentBits } from './content-bits.js';
import { answers, type CaptureSide, type RtuMessage } from './rtu-message.js';
import { ZerosEvidence } from './zeros-evidence.js';

type RtuReading = Reading<RtuMessage>;

/** Bytes around a PDU: the unit in front, the CRC behind. */
const OVERHEAD = 3;

/**
 * Bits of evidence. A CRC that fits by chance is worth 16, of which 8 are lost because 253 lengths are tried: what is
 * left must be outweighed, so 8 are taken off below.
 */
const BITS = {
  /** A known function, with the length that belongs to it; what its contents say is added. */
  sound: 26,
  /** A known function whose length is left open, with contents that decode. */
  open: 14,
  /** A refusal with a code that has a name, of a known function; of another one. */
  exception: 24,
  strangeException: 16,
  /** The length is right and the contents are not. */
  implausible: 4,
  /** A function that is set aside for makers of devices; any other that nobody knows. */
  userDefined: 12,
  unknown: 4,
  /** The unit speaks soundly elsewhere, or does not: for frames that do not speak for themselves. */
  familiar: 5,
  stranger: -2,
  chance: 8,
  /** By so much one side must be the more likely one, to be chosen without neighbours that tell. */
  sure: 8,
} as const;

/** What is gained by a frame directly behind another; by an answer behind its question. */
const ADJACENT = 4;
const ANSWERED = 14;
const GAP = 4;

/** Function codes that the specification leaves to makers of devices. */
const isUserDefined = (code: number): boolean => (code >= 65 && code <= 72) || (code >= 100 && code <= 110);

/** What Modbus knows of RTU frames: everything but the scores comes from the codecs. */
export class RtuEvidence implements Evidence<RtuMessage> {
  readonly gapCost = GAP;
  /** Units from which a sound frame came. */
  private readonly familiar = new Uint8Array(MAX_UNIT + 1);
  private readonly zeros = new ZerosEvidence();
  private readonly content = new ContentBits();

  readings(candidate: Candidate): readonly RtuReading[] {
    const { bytes, at, length } = candidate;
    const unit = bytes[at]!;
    const key = bytes[at + 1]!;
    if (unit > MAX_UNIT || key === 0 || key === EXCEPTION_BIT) return [];
    const bits = this.familiarity(unit) - BITS.chance + this.zeros.behind(candidate);
    if (key > EXCEPTION_BIT) return exceptionReadings(bytes, at, length, bits);
    const codec = pduCodecs.get(key);
    if (codec) return this.known(codec, candidate, bits);
    return strangeReadings(bytes.slice(at, at + length), bits + this.zeros.atEnd(candidate));
  }

  follows(previous: RtuMessage, next: RtuMessage): number {
    return answers(previous, next) ? ANSWERED : ADJACENT;
  }

  learn(readings: readonly RtuReading[], candidate: Candidate): void {
    const sound = readings.find(({ meaning }) => meaning.sound);
    if (!sound) return;
    this.familiar[sound.meaning.unit] = 1;
    this.zeros.learn(candidate);
  }

  private familiarity(unit: number): number {
    return this.familiar[unit] ? BITS.familiar : BITS.stranger;
  }

  /** A frame of a known function: of each side whose length and contents it has; without a side when it has both. */
  private known(codec: AnyPduCodec, { bytes, at, length }: Candidate, bits: number): readonly RtuReading[] {
    const asked = fitsLength(codec.requestLength, bytes, at + 1, length - OVERHEAD);
    // Nobody answers for all units.
    const told = bytes[at] !== 0 && fitsLength(codec.responseLength, bytes, at + 1, length - OVERHEAD);
    if (!asked && !told) return [];
    const frame = bytes.slice(at, at + length);
    const request = asked ? this.oneSided(codec, 'request', frame, bits, asked === 'open') : undefined;
    const response = told ? this.oneSided(codec, 'response', frame, bits, told === 'open') : undefined;
    if (request && response) return [...withoutSide(request, response), request, response];
    const only = request ?? response;
    return only ? [only] : [];
  }

  private oneSided(
    codec: AnyPduCodec,
    side: Exclude<CaptureSide, 'unknown'>,
    frame: Uint8Array,
    bits: number,
    open: boolean,
  ): RtuReading | undefined {
    const pdu = frame.subarray(1, -2);
    try {
      const value: unknown = side === 'request' ? codec.decodeRequest(pdu) : codec.decodeResponse(pdu);
      return {
        score: bits + (open ? BITS.open : BITS.sound + this.content.of(codec, side, pdu)),
        meaning: message(side, frame, { codec, value, sound: !open }),
      };
    } catch (error) {
      if (!(error instanceof PduError)) throw error;
      if (open) return undefined;
      return { score: bits + BITS.implausible, meaning: message(side, frame, { codec }) };
    }
  }
}

/** For a frame that both sides may send. Comes first, and the first of equals is chosen: so a side only where it helps. */
function withoutSide(request: RtuReading, response: RtuReading): readonly RtuReading[] {
  if (Math.abs(request.score - response.score) >= BITS.sure) return [];
  const { score, meaning } = request.score >= response.score ? request : response;
  return [{ score, meaning: { ...meaning, side: 'unknown' } }];
}

function exceptionReadings(
  bytes: Uint8Array,
  at: number,
  length: number,
  bits: number,
): readonly RtuReading[] {
  if (length !== OVERHEAD + 2 || bytes[at] === 0 || !EXCEPTION_NAMES.has(bytes[at + 2]!)) return [];
  const frame = bytes.slice(at, at + length);
  const { functionCode, exceptionCode } = decodeException(frame.subarray(1, -2));
  const codec = pduCodecs.get(functionCode);
  const own = codec ? BITS.exception : BITS.strangeException;
  return [{ score: bits + own, meaning: message('response', frame, { codec, exceptionCode }) }];
}

/** A function that nobody knows may be of either side; its neighbours may tell. */
function strangeReadings(frame: Uint8Array, bits: number): readonly RtuReading[] {
  const score = bits + (isUserDefined(frame[1]!) ? BITS.userDefined : BITS.unknown);
  const sides: readonly CaptureSide[] = frame[0] === 0 ? ['request'] : ['unknown', 'request', 'response'];
  return sides.map(side => ({ score, meaning: message(side, frame, {}) }));
}

type Found = Partial<Pick<RtuMessage, 'codec' | 'value' | 'exceptionCode' | 'sound'>>;

/** All messages have the same fields in the same order: engines handle such objects several times as fast. */
function message(side: CaptureSide, bytes: Uint8Array, found: Found): RtuMessage {
  return {
    side,
    bytes,
    unit: bytes[0]!,
    functionCode: bytes[1]! & ~EXCEPTION_BIT,
    exceptionCode: found.exceptionCode,
    codec: found.codec,
    value: found.value,
    sound: found.sound ?? false,
  };
}
