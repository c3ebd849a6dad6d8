import { UsageError } from '@bus/line';
import { checkInteger } from './checks.js';
import type { PduCodec } from './pdu-codec.js';
import { PduError } from './pdu-error.js';

/** Largest PDU without its function code. */
const MAX_PAYLOAD = 252;

/** The bytes behind a function code, as they are. */
export interface RawPayload {
  readonly payload: Uint8Array;
}

/**
 * A codec for a function whose layout is not known here: bytes go out, bytes come back.
 *
 * @param code 1..127.
 * @param length bytes of the answer behind its function code, when they are known. Without, an RTU answer ends where the
 *   line falls silent.
 * @throws {UsageError} the function code or the length is out of range.
 */
export function rawCodec(code: number, length?: number): PduCodec<RawPayload, RawPayload> {
  checkInteger('function code', code, 1, 127);
  if (length !== undefined) checkInteger('length of the answer', length, 0, MAX_PAYLOAD);
  const encode = ({ payload }: RawPayload): Uint8Array => {
    if (payload.length > MAX_PAYLOAD)
      throw new UsageError(`a payload has at most ${MAX_PAYLOAD} bytes, not ${payload.length}`);
    return Uint8Array.of(code, ...payload);
  };
  return {
    code,
    name: `function ${code}`,
    repeatable: false,
    requestLength: { fixed: 0, open: true },
    responseLength: length === undefined ? { fixed: 0, open: true } : { fixed: length + 1 },
    encodeRequest: encode,
    decodeRequest: pdu => ({ payload: pdu.slice(1) }),
    encodeResponse: encode,
    decodeResponse(pdu) {
      if (length !== undefined && pdu.length !== length + 1) {
        throw new PduError('length', `${pdu.length - 1} bytes came where ${length} were expected`);
      }
      return { payload: pdu.slice(1) };
    },
    replyForm: () => ({ head: Uint8Array.of(code), length: length === undefined ? 0 : length + 1 }),
    mismatch: () => undefined,
    describeRequest: ({ payload }) => `function ${code}, ${payload.length} bytes`,
    describeResponse: ({ payload }) => `function ${code}, ${payload.length} bytes`,
  };
}
