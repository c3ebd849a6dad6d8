import { describe, expect, it } from 'vitest';
import { type AnyPduCodec, decodeException, PduError, pduCodecs, rtuFraming } from '../src/index.js';
import { bytesOf, type FrameVector, hexOf, KNOWN, rtuVectors } from './vectors.js';

const known = rtuVectors.filter(vector => vector.functionCode !== null && KNOWN.has(vector.functionCode));
const isException = (vector: FrameVector) => 'exceptionFunctionCode' in vector.decoded;
const plain = known.filter(vector => !isException(vector) && vector.error !== 'address');

const data = (hex: string) => bytesOf(hex);

/** The fields of a decoded PDU as the codecs name them. */
function fieldsOf({ functionCode, direction, decoded }: FrameVector): Record<string, unknown> {
  const asked = direction === 'request';
  const { startAddress, quantity, address, registers, bits } = decoded;
  switch (functionCode) {
    case 5:
      return { address, state: decoded.state };
    case 6:
      return { address, value: decoded.value };
    case 7:
      return asked ? {} : { status: decoded.status };
    case 8:
      return { subFunction: decoded.subFunction, data: data(decoded.data) };
    case 11:
      return asked ? {} : { status: decoded.status, eventCount: decoded.eventCount };
    case 12: {
      const { status, eventCount, messageCount, events } = decoded;
      return asked ? {} : { status, eventCount, messageCount, events };
    }
    case 15:
    case 16:
      if (!asked) return { startAddress, quantity };
      return functionCode === 15 ? { startAddress, bits: bits.map(Boolean) } : { startAddress, registers };
    case 17:
      return asked ? {} : { data: data(decoded.data) };
    case 20:
      if (!asked)
        return { subResponses: decoded.subResponses.map((part: { registers: number[] }) => part.registers) };
      return {
        subRequests: decoded.subRequests.map(({ referenceType, ...range }: Record<string, number>) => range),
      };
    case 21:
      return {
        subRequests: decoded.subRequests.map(
          ({ referenceType, recordLength, ...record }: Record<string, unknown>) => record,
        ),
      };
    case 22:
      return { address, andMask: decoded.andMask, orMask: decoded.orMask };
    case 23: {
      const { readStartAddress, readQuantity, writeStartAddress } = decoded;
      return asked ? { readStartAddress, readQuantity, writeStartAddress, registers } : { registers };
    }
    case 24:
      return asked ? { fifoPointerAddress: decoded.fifoPointerAddress } : { registers };
    case 43: {
      const { meiType, readDeviceIdCode, objectId, conformityLevel, moreFollows, nextObjectId, objects } =
        decoded;
      if (asked) return { meiType, readDeviceIdCode, objectId };
      return {
        meiType,
        readDeviceIdCode,
        conformityLevel,
        moreFollows: moreFollows === 0xff,
        nextObjectId,
        objects: objects.map(({ id, value }: { id: number; value: string }) => ({ id, value: data(value) })),
      };
    }
    default:
      if (asked) return { startAddress, quantity };
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
    expect(plain.filter(vector => vector.valid).length).toBeGreaterThan(280);
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
