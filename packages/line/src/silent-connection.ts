import type { Medium } from './transport.js';

/** Time-outs in a row, with nothing heard at all, after which a connection is opened anew. */
export const DEAD_AFTER = 3;

/**
 * Notices when a connection is open only in name: a router that forgot it, or a device server that restarted, drops what
 * is sent without a word. Nothing but opening it anew helps. A wire, real or simulated, has no such state, and a silent unit on it is silent.
 */
export class SilentConnection {
  readonly #applies: boolean;
  #heardAt = Number.NEGATIVE_INFINITY;
  #timeouts = 0;

  constructor({ characterTime, datagrams, simulated }: Medium) {
    this.#applies = characterTime === 0 && datagrams !== true && simulated !== true;
  }

  /**
   * A question was not answered. @returns true when the connection is to be given up.
   *
   * @param known the unit has answered before; one that never has is silent by itself.
   * @param heard whether anything was heard behind the question.
   * @param heardAt when anything was heard last.
   */
  timeout(known: boolean, heard: boolean, heardAt: number): boolean {
    if (heardAt !== this.#heardAt) this.#timeouts = 0;
    this.#heardAt = heardAt;
    if (!this.#applies || !known || heard) return false;
    this.#timeouts += 1;
    if (this.#timeouts < DEAD_AFTER) return false;
    this.#timeouts = 0;
    return true;
  }
}
