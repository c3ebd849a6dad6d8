import { describe, expect, it } from 'vitest';
import { type AnyPduCodec, decodeException, PduError, pduCodecs } from '../src/index.js';
import { fieldsOf } from './support/fields-of.js';
import { type AnyFrameVector, isFrame, vectorsOf } from './support/frame-vectors.js';
import { FRAMINGS, frameOf, framingOf } from './support/framings.js';
import { bytesOf, hexOf, KNOWN } from './vectors.js';

const isException = (vector: AnyFrameVector) => 'exceptionFunctionCode' in vector.decoded;
/** Sub-functions and functions that do not exist are one kind of fault to a codec. */
const faultOf = ({ error }: AnyFrameVector) => (error === 'sub-function' ? 'function' : error);

describe.each(FRAMINGS)('recorded and independent frames, %s', name => {
  const framing = framingOf(name);
  const known = vectorsOf(name).filter(vector => isFrame(vector) && KNOWN.has(vector.functionCode!));
  const plain = known.filter(vector => !isException(vector) && vector.error !== 'address');
  const valid = plain.filter(vector => vector.valid);
  const invalid = plain.filter(vector => !vector.valid);
  const pduOf = (vector: AnyFrameVector) => framing.unwrap(bytesOf(vector.hex)).pdu;
  const codecOf = (vector: AnyFrameVector) => pduCodecs.get(vector.functionCode!) as AnyPduCodec;

  function decode(vector: AnyFrameVector): unknown {
    const codec = codecOf(vector);
    return vector.direction === 'request'
      ? codec.decodeRequest(pduOf(vector))
      : codec.decodeResponse(pduOf(vector));
  }

  it('there are enough of them', () => {
    const least = { rtu: [280, 25], ascii: [150, 20], tcp: [240, 50] }[name];
    expect(valid.length).toBeGreaterThan(least[0]!);
    expect(invalid.length).toBeGreaterThan(least[1]!);
  });

  it.each(valid)('$name: is decoded to its fields', vector => {
    expect(decode(vector)).toEqual(fieldsOf(vector));
  });

  it.each(valid)('$name: is encoded to the same bytes', vector => {
    const codec = codecOf(vector);
    const fields = decode(vector);
    const pdu = vector.direction === 'request' ? codec.encodeRequest(fields) : codec.encodeResponse(fields);
    const id = vector.decoded.mbap?.transactionId;
    expect(hexOf(frameOf(name, vector.unit!, pdu, id))).toBe(vector.hex);
  });

  it.each(valid)('$name: is described with its unit and its fields', vector => {
    const codec = codecOf(vector);
    const fields = decode(vector);
    const asked = vector.direction === 'request';
    const text = asked ? codec.describeRequest(fields) : codec.describeResponse(fields);
    const id = name === 'tcp' ? `#${vector.decoded.mbap.transactionId} ` : '';
    const described = framing.describe(bytesOf(vector.hex), vector.direction);
    expect(described).toBe(`${id}unit ${vector.unit}, ${text}`);
  });

  it.each(invalid)('$name: is refused because of its $error', vector => {
    expect(() => decode(vector)).toThrow(PduError);
    expect(() => decode(vector)).toThrow(expect.objectContaining({ fault: faultOf(vector) }));
  });

  it.each(known.filter(isException))('$name: is the exception that it is, or refused', vector => {
    if (!vector.valid) {
      expect(() => decodeException(pduOf(vector))).toThrow(PduError);
      return;
    }
    const { exceptionCode } = vector.decoded;
    expect(decodeException(pduOf(vector))).toEqual({ functionCode: vector.functionCode, exceptionCode });
  });

  it.each(valid.filter(vector => vector.direction === 'request' && vector.responsePduLength))(
    '$name: the length of its answer is foreseen',
    vector => {
      expect(codecOf(vector).replyForm(decode(vector)).length).toBe(vector.responsePduLength);
    },
  );
});
