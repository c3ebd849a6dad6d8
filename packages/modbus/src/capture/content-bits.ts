import { fitsLength } from '@bus/codec/capture';
import type { AnyPduCodec } from '../pdu/pdu-codec.js';
import { PduError } from '../pdu/pdu-error.js';

type Side = 'request' | 'response';

/** What bytes are changed by: every bit alone, and some together. */
const CHANGES = [1, 2, 4, 8, 16, 32, 64, 128, 0xff, 0xa5, 0x5a, 0x33, 0xcc, 0x17, 0xe8, 0x71] as const;
/** Bytes behind the function code that are tried; contents further on are values. */
const TRIED = 8;

/**
 * How much it says that the contents of a PDU decode, in bits: 0 where all contents do, as in an answer full of
 * registers, and 5 or more where a quantity must be 1 to 125.
 *
 * Found by trying: each byte is changed in several ways, and when one change in 16 still decodes, that byte is worth
 * some 4 bits. Changes that would make another length are left out.
 */
export class ContentBits {
  // Of one stream: so its result does not depend on what was read before it.
  private readonly known = {
    request: new Map<AnyPduCodec, number>(),
    response: new Map<AnyPduCodec, number>(),
  };

  /** Tried with the first `sample`, a PDU that decodes; later ones of the same codec and side get the same answer. */
  of(codec: AnyPduCodec, side: Side, sample: Uint8Array): number {
    const before = this.known[side].get(codec);
    if (before !== undefined) return before;
    let bits = 0;
    for (let at = 1; at < Math.min(sample.length, TRIED); at++) bits += byteBits(codec, side, sample, at);
    this.known[side].set(codec, bits);
    return bits;
  }
}

function byteBits(codec: AnyPduCodec, side: Side, sample: Uint8Array, at: number): number {
  const rule = side === 'request' ? codec.requestLength : codec.responseLength;
  const changed = CHANGES.map(change => sample.with(at, sample[at]! ^ change));
  const fitting = changed.filter(pdu => fitsLength(rule, pdu, 0, pdu.length) === true);
  const decoded = fitting.filter(pdu => decodes(codec, side, pdu));
  return Math.log2((fitting.length + 1) / (decoded.length + 1));
}

function decodes(codec: AnyPduCodec, side: Side, pdu: Uint8Array): boolean {
  try {
    if (side === 'request') codec.decodeRequest(pdu);
    else codec.decodeResponse(pdu);
    return true;
  } catch (error) {
    if (!(error instanceof PduError)) throw error;
    return false;
  }
}
