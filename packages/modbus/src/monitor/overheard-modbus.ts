import type { Overheard } from '@bus/line/monitor';
import { likelySide } from '../dissect/dissect-pdu.js';
import { isPlausible } from '../dissect/is-plausible.js';
import { isUnanswered, relationOf } from '../dissect/relation.js';
import type { ModbusFraming, UnitPdu } from '../framing/modbus-framing.js';
import { BROADCAST } from '../modbus-exchange.js';
import { pduCodecs } from '../pdu/codecs.js';
import { describeException, EXCEPTION_BIT, isException } from '../pdu/exception.js';

type Judged = Omit<Overheard, 'offset' | 'bytes' | 'framing'>;

/** What a sound Modbus frame says to a monitor. */
export function overheardModbus(
  framing: ModbusFraming,
  frame: Uint8Array,
  evidence: number,
  side: Overheard['side'] = sideOf(framing, framing.unwrap(frame)),
): Judged & Pick<Overheard, 'framing'> {
  const { unit, pdu } = framing.unwrap(frame);
  return {
    framing,
    unit,
    side,
    evidence,
    unanswered: side !== 'response' && isUnanswered(unit, pdu, framing.broadcasts),
    refusal: isException(pdu) ? describeException(pdu[1] ?? 0) : undefined,
    relation(other) {
      if (other.framing.name !== framing.name) return 'other';
      const { multiplex } = framing;
      if (multiplex !== undefined && multiplex.idOf(frame) !== multiplex.idOf(other.bytes)) return 'other';
      const answer = framing.unwrap(other.bytes);
      return framing.answers(unit, answer.unit) ? relationOf(pdu, answer.pdu) : 'other';
    },
    answerBegins: bytes => heads(framing, unit, pdu).some(head => beginsLike(bytes, head)),
  };
}

/** Who sent a PDU, by itself. What is for everybody has no answer that it could be. */
function sideOf({ broadcasts }: ModbusFraming, { unit, pdu }: UnitPdu): Overheard['side'] {
  if (isException(pdu)) return 'response';
  const [asked, told] = [isPlausible(pdu, 'request'), isPlausible(pdu, 'response')];
  if (asked !== told) return likelySide(pdu);
  return unit === BROADCAST && broadcasts ? 'request' : 'unknown';
}

/** What the answers to a request begin with: unit and function, as the framing writes them. */
function heads(framing: ModbusFraming, unit: number, pdu: Uint8Array): Uint8Array[] {
  const code = pdu[0]!;
  if (!pduCodecs.has(code)) return [];
  return [code, code | EXCEPTION_BIT].flatMap(first =>
    framing.expectations(unit, { head: Uint8Array.of(first), length: 5 }).map(({ head }) => head),
  );
}

const beginsLike = (bytes: Uint8Array, head: Uint8Array): boolean =>
  bytes.length >= head.length && head.every((byte, index) => bytes[index] === byte);
