import { describe, expect, it } from 'vitest';
import { type AnyPduCodec, decodeException, PduError, pduCodecs, rtuFraming } from '../src/index.js';
import { bytesOf, type FrameVector, hexOf, KNOWN, rtuVectors } from './vectors.js';

const known = rtuVectors.filter(vector => vector.functionCode !== null && KNOWN.has(vector.functionCode));
const isException = (vector: FrameVector) => 'exceptionFunctionCode' in vector.decoded;
const plain = known.filter(vector => !isException(vector) && vector.error !== 'address');

/** The fields of a decoded PDU as the vectors name them. */
function fieldsOf(vector: FrameVector): Record<string, unknown> {
  const { startAddress, quantity, address, value, state, registers, bits } = vector.decoded;
  switch (vector.functionCode) {
    case 5:
      return { address, state };
    case 6:
      return { address, value };
    case 15:
    case 16:
      if (vector.direction === 'response') return { startAddress, quantity };
      return vector.functionCode === 15
        ? { startAddress, bits: bits.map(Boolean) }
        : { startAddress, registers };
    default:
      if (vector.direction === 'request') return { startAddress, quantity };
      return bits ? { bits: bits.map(Boolean) } : { registers };
  }
}

function decode(vector: FrameVector): unknown {
  const codec = pduCodecs.get(vector.functionCode!) as AnyPduCodec;
  const { pdu } = rtuFraming.unwrap(bytesOf(vector.hex));
  return vector.direction === 'request' ? codec.decodeRequest(pdu) : codec.decodeResponse(pdu);
}

describe('recorded and independent RTU frames', () => {
  it('there are enough of them', () => {
    expect(plain.filter(vector => vector.valid).length).toBeGreaterThan(180);
    expect(plain.filter(vector => !vector.valid).length).toBeGreaterThan(25);
  });

  it.each(plain.filter(vector => vector.valid))('$name: is decoded to its fields', vector => {
    expect(decode(vector)).toEqual(fieldsOf(vector));
  });

  it.each(plain.filter(vector => vector.valid))('$name: is encoded to the same bytes', vector => {
    const codec = pduCodecs.get(vector.functionCode!) as AnyPduCodec;
    const fields = decode(vector);
    const pdu = vector.direction === 'request' ? codec.encodeRequest(fields) : codec.encodeResponse(fields);
    expect(hexOf(rtuFraming.wrap(vector.unit!, pdu))).toBe(vector.hex);
  });

  it.each(plain.filter(vector => !vector.valid))('$name: is refused because of its $error', vector => {
    expect(() => decode(vector)).toThrow(PduError);
    expect(() => decode(vector)).toThrow(expect.objectContaining({ fault: vector.error }));
  });

  it.each(known.filter(isException))('$name: is the exception that it is, or refused', vector => {
    const { pdu } = rtuFraming.unwrap(bytesOf(vector.hex));
    if (!vector.valid) {
      expect(() => decodeException(pdu)).toThrow(PduError);
      return;
    }
    const { exceptionCode } = vector.decoded;
    expect(decodeException(pdu)).toEqual({ functionCode: vector.functionCode, exceptionCode });
  });

  it.each(plain.filter(vector => vector.valid && vector.direction === 'request' && vector.responsePduLength))(
    '$name: the length of its answer is foreseen',
    vector => {
      const codec = pduCodecs.get(vector.functionCode!) as AnyPduCodec;
      expect(codec.replyForm(decode(vector)).length).toBe(vector.responsePduLength);
    },
  );
});
