import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pduCodecs } from './codecs.js';
import { describePdu } from './describe-pdu.js';
import { encodeException } from './exception.js';
import type { AnyPduCodec } from './pdu-codec.js';
import { PduError } from './pdu-error.js';
import { readFileRecord } from './read-file-record.js';

const address = fc.integer({ min: 0, max: 65_535 });
const register = fc.integer({ min: 0, max: 65_535 });
const range = (limit: number) =>
  fc
    .record({ startAddress: address, quantity: fc.integer({ min: 1, max: limit }) })
    .filter(({ startAddress, quantity }) => startAddress + quantity <= 65_536);
const within = <T>(field: string, item: fc.Arbitrary<T>, limit: number) =>
  fc
    .tuple(address, fc.array(item, { minLength: 1, maxLength: limit, size: 'max' }))
    .filter(([startAddress, items]) => startAddress + items.length <= 65_536)
    .map(([startAddress, items]) => ({ startAddress, [field]: items }));

/** Requests of each function over their whole bounds, and the answer that fits one. */
const cases: [number, fc.Arbitrary<unknown>, (request: never) => unknown][] = [
  [
    1,
    range(2000),
    ({ quantity }: { quantity: number }) => ({ bits: Array(8 * Math.ceil(quantity / 8)).fill(true) }),
  ],
  [
    2,
    range(2000),
    ({ quantity }: { quantity: number }) => ({ bits: Array(8 * Math.ceil(quantity / 8)).fill(false) }),
  ],
  [3, range(125), ({ quantity }: { quantity: number }) => ({ registers: Array(quantity).fill(0xabcd) })],
  [4, range(125), ({ quantity }: { quantity: number }) => ({ registers: Array(quantity).fill(1) })],
  [5, fc.record({ address, state: fc.boolean() }), (request: object) => request],
  [6, fc.record({ address, value: register }), (request: object) => request],
  [
    15,
    within('bits', fc.boolean(), 1968),
    ({ startAddress, bits }: { startAddress: number; bits: [] }) => ({ startAddress, quantity: bits.length }),
  ],
  [
    16,
    within('registers', register, 123),
    ({ startAddress, registers }: { startAddress: number; registers: [] }) => ({
      startAddress,
      quantity: registers.length,
    }),
  ],
];

/** The length that a rule foretells for a PDU. */
function foretold(rule: AnyPduCodec['requestLength'], pdu: Uint8Array): number {
  return rule.fixed + (rule.countAt === undefined ? 0 : pdu[rule.countAt]!);
}

describe.each(cases)('function %i', (code, requests, answer) => {
  const codec = pduCodecs.get(code)!;

  it('decodes the requests that it encodes, and foretells their length', () => {
    fc.assert(
      fc.property(requests, request => {
        const pdu = codec.encodeRequest(request);
        expect(codec.decodeRequest(pdu)).toEqual(request);
        expect(foretold(codec.requestLength, pdu)).toBe(pdu.length);
        expect(pdu.length).toBeLessThanOrEqual(253);
      }),
    );
  });

  it('decodes the answers that it encodes, foretells length and head, and finds that they fit', () => {
    fc.assert(
      fc.property(requests, request => {
        const response = answer(request as never);
        const pdu = codec.encodeResponse(response);
        const form = codec.replyForm(request);
        expect(codec.decodeResponse(pdu)).toEqual(response);
        expect(foretold(codec.responseLength, pdu)).toBe(pdu.length);
        expect(form.length).toBe(pdu.length);
        expect([...pdu.subarray(0, form.head.length)]).toEqual([...form.head]);
        expect(codec.mismatch(request, response)).toBeUndefined();
      }),
    );
  });

  it('finds that the answer to another request does not fit, whenever its head differs', () => {
    fc.assert(
      fc.property(requests, requests, (one, other) => {
        const differs = codec.replyForm(one).head.join() !== codec.replyForm(other).head.join();
        expect(codec.mismatch(one, answer(other as never)) !== undefined).toBe(differs);
      }),
    );
  });

  it('decodes arbitrary bytes or refuses them, and never anything else', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 253 }), body => {
        for (const decode of [codec.decodeRequest, codec.decodeResponse]) {
          try {
            expect(decode(Uint8Array.of(code, ...body))).toBeTypeOf('object');
          } catch (error) {
            expect(error).toBeInstanceOf(PduError);
          }
        }
      }),
    );
  });

  it('refuses every PDU that is one byte short or long', () => {
    fc.assert(
      fc.property(requests, request => {
        for (const [pdu, decode] of [
          [codec.encodeRequest(request), codec.decodeRequest],
          [codec.encodeResponse(answer(request as never)), codec.decodeResponse],
        ] as const) {
          expect(() => decode(pdu.subarray(0, -1))).toThrow(PduError);
          expect(() => decode(Uint8Array.of(...pdu, 0))).toThrow(PduError);
        }
      }),
    );
  });
});

describe('an answer of function 20', () => {
  it('has a record at least, in its codec as in its length rule', () => {
    expect(() => readFileRecord.decodeResponse(Uint8Array.of(20, 0))).toThrow(PduError);
    expect(readFileRecord.decodeResponse(Uint8Array.of(20, 4, 3, 6, 0, 5))).toEqual({ subResponses: [[5]] });
  });
});

describe('describing PDUs', () => {
  it('names what was asked and what was answered', () => {
    expect(describePdu(Uint8Array.of(3, 1, 0x21, 0, 1), 'request')).toBe('read holding registers 289, 1');
    expect(describePdu(Uint8Array.of(3, 2, 3, 4), 'response')).toBe('1 register: 772');
    expect(describePdu(Uint8Array.of(5, 0, 172, 255, 0), 'request')).toBe('write single coil 172 on');
    const refusal = encodeException({ functionCode: 3, exceptionCode: 2 });
    expect(describePdu(refusal, 'response')).toBe(
      'read holding registers: exception 2 (illegal data address)',
    );
  });

  it('reads a frame as the other side’s when it makes no sense as this one’s', () => {
    expect(describePdu(Uint8Array.of(3, 1, 0x21, 0, 1), 'response')).toBe('read holding registers 289, 1');
  });

  it('shows the bytes of what it does not know', () => {
    expect(describePdu(Uint8Array.of(100, 1, 2), 'request')).toBe('function 100: 01 02');
  });
});
