import type { Exchange } from '@bus/line';
import type { ModbusFraming } from '../framing/modbus-framing.js';
import { type AskingCodec, modbusExchange } from '../modbus-exchange.js';
import { pduCodecs } from '../pdu/codecs.js';
import type { AnyPduCodec } from '../pdu/pdu-codec.js';
import { rawCodec } from '../pdu/raw-codec.js';

/** Reads of the four tables: what a cache may answer. */
const TABLE_READS: ReadonlySet<number> = new Set([1, 2, 3, 4]);

/** A request as a gateway looks at it. */
export interface GatewayQuestion {
  /** The bytes, which are passed on as they are. */
  readonly pdu: Uint8Array;
  readonly codec: AnyPduCodec;
  /** The decoded request. */
  readonly request: unknown;
  /** True when it changes nothing in the device. What is not known may change something. */
  readonly reads: boolean;
  /** True when it reads one of the four tables. */
  readonly cacheable: boolean;
}

/**
 * What a request is, from its bytes.
 *
 * @throws {PduError} it breaks a rule of its function. @throws {UsageError} the function code is not 1..127.
 */
export function questionOf(pdu: Uint8Array): GatewayQuestion {
  const functionCode = pdu[0] ?? 0;
  const codec: AnyPduCodec = pduCodecs.get(functionCode) ?? rawCodec(functionCode);
  const request: unknown = codec.decodeRequest(pdu);
  const { repeatable } = codec;
  const reads = typeof repeatable === 'function' ? repeatable(request) : repeatable;
  return { pdu, codec, request, reads, cacheable: reads && TABLE_READS.has(functionCode) };
}

/** The exchange that asks a unit the question and returns the PDU of its answer, byte by byte as it came. */
export function exchangeFor(
  framing: ModbusFraming,
  unit: number,
  { pdu, codec, request }: GatewayQuestion,
): Exchange<Uint8Array | undefined> {
  const exchange = modbusExchange(framing, asItCame(codec, pdu), unit, request);
  return exchange as Exchange<Uint8Array | undefined>;
}

/** The codec, with all its checks, of requests and answers that are passed on without being written anew. */
function asItCame(codec: AnyPduCodec, request: Uint8Array): AskingCodec<unknown, Uint8Array> {
  let passedOn: Uint8Array | undefined;
  let decoded: unknown;
  // All members stand in one literal, without a spread, so that the codecs of all questions have one shape for V8.
  return {
    code: codec.code,
    repeatable: codec.repeatable,
    unanswered: asked => codec.unanswered?.(asked) === true,
    encodeRequest: () => request,
    decodeRequest: pdu => codec.decodeRequest(pdu),
    decodeResponse(pdu) {
      const answer = pdu.slice();
      decoded = codec.decodeResponse(answer);
      passedOn = answer;
      return answer;
    },
    replyForm: asked => codec.replyForm(asked),
    mismatch: (asked, answer) =>
      codec.mismatch(asked, answer === passedOn ? decoded : codec.decodeResponse(answer)),
    describeRequest: asked => codec.describeRequest(asked),
  };
}
