import type { Exchange } from '@bus/line';
import type { AnyPduCodec } from './pdu/pdu-codec.js';
import { readCoils, readDiscreteInputs } from './pdu/read-bits.js';
import { readHoldingRegisters, readInputRegisters } from './pdu/read-registers.js';
import type { ReadRequest } from './pdu/read-request.js';

/** Reads that are kept for one unit; one more, and all are forgotten. */
const LIMIT = 64;

const READS: ReadonlySet<AnyPduCodec> = new Set([
  readCoils,
  readDiscreteInputs,
  readHoldingRegisters,
  readInputRegisters,
]);

interface Prepared {
  readonly codec: AnyPduCodec;
  readonly request: ReadRequest;
  readonly exchange: Exchange<unknown>;
}

/** The exchanges of one unit's latest reads: who polls asks the same again and again, and an exchange has no state. */
export class PreparedReads {
  readonly #byKey = new Map<number, Prepared>();

  /** The exchange of the same read, or what `make` makes of it. Other requests than reads are always made anew. */
  get<T>(codec: AnyPduCodec, request: unknown, make: () => Exchange<T>): Exchange<T> {
    if (!READS.has(codec)) return make();
    const { startAddress, quantity } = request as ReadRequest;
    const key = (codec.code * 65_536 + startAddress) * 65_536 + quantity;
    const known = this.#byKey.get(key);
    // Numbers out of range have the keys of others.
    if (
      known?.codec === codec &&
      known.request.startAddress === startAddress &&
      known.request.quantity === quantity
    )
      return known.exchange as Exchange<T>;
    const exchange = make();
    if (this.#byKey.size >= LIMIT) this.#byKey.clear();
    this.#byKey.set(key, { codec, request: { startAddress, quantity }, exchange });
    return exchange;
  }
}
