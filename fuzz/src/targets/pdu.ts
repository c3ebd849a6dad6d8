import { fitsLength } from '@bus/codec/capture';
import { UsageError } from '@bus/line';
import { decodeException, describePdu, encodeException, PduError, pduCodecs } from '@bus/modbus';
import { Cursor } from '../cursor.js';
import { must, same, unlessRefused } from '../oracle.js';
import { ANSWERS, REQUESTS } from '../pdus.js';
import type { Target } from '../target.js';

const SIDES = ['request', 'response'] as const;

export const target: Target = {
  name: 'pdu',
  promise:
    'a PDU is refused with a PduError, or its fields lead back to themselves and it is as long as its rule says',
  longest: 256,
  seeds: [...REQUESTS.map(pdu => [0, ...pdu]), ...ANSWERS.map(pdu => [1, ...pdu])],
  run(input) {
    const cursor = new Cursor(input);
    const side = cursor.pick(SIDES);
    const pdu = cursor.rest().subarray(0, 253);
    must(describePdu(pdu, side).length > 0, 'no description');
    const refusal = unlessRefused(() => decodeException(pdu), PduError);
    if (refusal !== undefined && pdu[0]! > 127) same(encodeException(refusal), pdu, 'a refusal');
    const codec = pduCodecs.get(pdu[0] ?? 0);
    if (codec === undefined) return;
    const { decode, encode, rule } = {
      request: { decode: codec.decodeRequest, encode: codec.encodeRequest, rule: codec.requestLength },
      response: { decode: codec.decodeResponse, encode: codec.encodeResponse, rule: codec.responseLength },
    }[side];
    const fields: unknown = unlessRefused(() => decode.call(codec, pdu), PduError);
    if (fields === undefined) return;
    // A device may say what we would not; what a client may ask is what we would.
    const again: Uint8Array | undefined =
      side === 'request'
        ? encode.call(codec, fields)
        : unlessRefused(() => encode.call(codec, fields), UsageError);
    // The bits that fill up the last byte of coils mean nothing, and may differ.
    if (again !== undefined) same(decode.call(codec, again), fields, `${codec.name}, ${side}`);
    must(
      fitsLength(rule, pdu, 0, pdu.length) !== false,
      `${codec.name}: its length rule gives another length`,
    );
    if (side === 'response') return;
    const { head, length } = codec.replyForm(fields);
    must(head.length > 0 && head.length < 8 && (length ?? 1) <= 253, `${codec.name}: no form of an answer`);
  },
};
