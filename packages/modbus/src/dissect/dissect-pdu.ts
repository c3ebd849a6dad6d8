import type { FrameField, Side } from '@bus/line';
import { pduCodecs } from '../pdu/codecs.js';
import { decodeException, describeException, EXCEPTION_BIT, isException } from '../pdu/exception.js';
import { fieldsReadBy } from '../pdu/pdu-reader.js';

/** A PDU field by field, as its codec reads it. */
export interface DissectedPdu {
  /** Offsets are in the PDU. */
  readonly fields: readonly FrameField[];
  /** Why it is no message of its function; undefined when it is one. */
  readonly problem: string | undefined;
}

/**
 * Explains a PDU as sent by `side`. The codec that would decode it says where fields stand and what they are called, also
 * where it refuses the PDU: then up to where it understood it.
 *
 * @param pdu one byte or more.
 */
export function dissectPdu(pdu: Uint8Array, side: Side): DissectedPdu {
  if (isException(pdu)) return dissectException(pdu);
  const code = pdu[0]!;
  const codec = pduCodecs.get(code);
  const head = field(0, 1, 'function', code, codec?.name ?? 'not known here');
  const { fields, error } = fieldsReadBy(() =>
    side === 'request' ? codec?.decodeRequest(pdu) : codec?.decodeResponse(pdu),
  );
  const read = fields.map(({ offset, length, name, value, meaning }) =>
    field(offset, length, name, value, meaning),
  );
  const end = read.reduce((last, { offset, length }) => Math.max(last, offset + length), 1);
  const rest = end < pdu.length ? [field(end, pdu.length - end, 'rest', undefined, undefined)] : [];
  return {
    fields: [head, ...read, ...rest],
    problem: error === undefined ? undefined : (error as Error).message,
  };
}

/** The PDU as the side that it makes sense of; as a request when of none. */
export function likelySide(pdu: Uint8Array): Side {
  return dissectPdu(pdu, 'request').problem !== undefined && dissectPdu(pdu, 'response').problem === undefined
    ? 'response'
    : 'request';
}

function dissectException(pdu: Uint8Array): DissectedPdu {
  const refused = pdu[0]! & ~EXCEPTION_BIT;
  const name = pduCodecs.get(refused)?.name ?? 'not known here';
  const head = field(0, 1, 'function', pdu[0], `refused: ${name} (${refused})`);
  const rest =
    pdu.length === 2
      ? [field(1, 1, 'exception', pdu[1], describeException(pdu[1]!))]
      : pdu.length > 2
        ? [field(1, pdu.length - 1, 'rest', undefined, undefined)]
        : [];
  return { fields: [head, ...rest], problem: problemOf(() => decodeException(pdu)) };
}

function problemOf(decode: () => unknown): string | undefined {
  try {
    decode();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/** A field with nothing wrong. */
export function field(
  offset: number,
  length: number,
  name: string,
  value: number | string | undefined,
  meaning: string | undefined,
): FrameField {
  return { offset, length, name, value, meaning, problem: undefined };
}
