import type { LengthRule } from '@bus/codec';

/** How an answer begins, and how long it is: enough to find it on the wire before it is read. */
export interface ReplyForm {
  /** First bytes of the answer's PDU, 1..7 of them. */
  readonly head: Uint8Array;
  /** Length of the whole PDU in bytes; absent when only the answer itself says it. */
  readonly length?: number;
}

/** Why a well-formed answer does not belong to a request. */
export interface Mismatch {
  readonly code: 'wrong-count' | 'wrong-echo';
  readonly message: string;
}

/**
 * Everything that is known of one function code's layout on the wire. Client, server, trace and the scanner's length
 * rules all derive from it. A device's own function is one more of these.
 */
export interface PduCodec<Request, Response> {
  /** Function code, 1..127. */
  readonly code: number;
  /** As the specification names it, in lower case: `read holding registers`. */
  readonly name: string;
  /** True when carrying the request out twice is the same as once and changes nothing: it may be repeated freely. */
  readonly repeatable: boolean | ((request: Request) => boolean);
  /** True for requests that no device ever answers. */
  readonly unanswered?: (request: Request) => boolean;
  /** Length of the request's PDU. */
  readonly requestLength: LengthRule;
  /** Length of the answer's PDU. */
  readonly responseLength: LengthRule;
  /** @throws {UsageError} a field is outside the limits of the specification. */
  encodeRequest(request: Request): Uint8Array;
  /**
   * Puts what `encodeRequest` returns at `at` of `target`, which has room for 253 bytes there, and returns its length.
   * For requests that are sent so often that an array for each would be felt.
   *
   * @throws {UsageError} a field is outside the limits of the specification; nothing was written.
   */
  putRequest?(request: Request, target: Uint8Array, at: number): number;
  /** @throws {PduError} */
  decodeRequest(pdu: Uint8Array): Request;
  /** @throws {UsageError} a field is outside the limits of the specification. */
  encodeResponse(response: Response): Uint8Array;
  /** @throws {PduError} */
  decodeResponse(pdu: Uint8Array): Response;
  replyForm(request: Request): ReplyForm;
  /** Undefined when `response` answers `request`. */
  mismatch(request: Request, response: Response): Mismatch | undefined;
  /** What a request asks, for people: `read holding registers 289, 1`. */
  describeRequest(request: Request): string;
  /** What an answer says, for people: `1 register: 772`. */
  describeResponse(response: Response): string;
}

/** A codec whose request and response types do not matter to the holder. */
// biome-ignore lint/suspicious/noExplicitAny: request and response stay paired inside the codec.
export type AnyPduCodec = PduCodec<any, any>;
