import type { AnsweringContext } from './request-context.js';

/**
 * What a server can hold under a number: a `ServerUnit`, or whatever else answers PDUs, such as the way to a device
 * behind a gateway.
 */
export interface AnsweringUnit {
  /**
   * The PDU that answers one request, 0..127 as its function code or not; undefined means silence. It must not throw,
   * and its promise must not reject. `pdu` stays as it is until then.
   */
  answer(
    pdu: Uint8Array,
    context: AnsweringContext,
  ): Uint8Array | undefined | Promise<Uint8Array | undefined>;
  /** The PDU that refuses a request that was not looked at: busy, for instance. Undefined means silence. */
  refuse(pdu: Uint8Array, exceptionCode: number, context: AnsweringContext): Uint8Array | undefined;
}
