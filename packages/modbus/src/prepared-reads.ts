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
  #latest: Prepared | undefined;

  /** The exchange that was kept for the same read; undefined for other requests, and where none was. */
  get<T>(codec: AnyPduCodec, request: unknown): Exchange<T> | undefined {
    if (isFor(this.#latest, codec, request)) return this.#latest.exchange as Exchange<T>;
    if (!READS.has(codec)) return undefined;
    const known = this.#byKey.get(keyOf(codec, request as ReadRequest));
    // Numbers out of range have the keys of others.
    if (!isFor(known, codec, request)) return undefined;
    this.#latest = known;
    return known.exchange as Exchange<T>;
  }

  /** Keeps the exchange of a read; others are always made anew. */
  keep(codec: AnyPduCodec, request: unknown, exchange: Exchange<unknown>): void {
    if (!READS.has(codec)) return;
    const { startAddress, quantity } = request as ReadRequest;
    if (this.#byKey.size >= LIMIT) this.#byKey.clear();
    this.#latest = { codec, request: { startAddress, quantity }, exchange };
    this.#byKey.set(keyOf(codec, this.#latest.request), this.#latest);
  }
}

function keyOf({ code }: AnyPduCodec, { startAddress, quantity }: ReadRequest): number {
  return (code * 65_536 + startAddress) * 65_536 + quantity;
}

function isFor(prepared: Prepared | undefined, codec: AnyPduCodec, request: unknown): prepared is Prepared {
  if (prepared?.codec !== codec) return false;
  const { startAddress, quantity } = request as ReadRequest;
  return prepared.request.startAddress === startAddress && prepared.request.quantity === quantity;
}
