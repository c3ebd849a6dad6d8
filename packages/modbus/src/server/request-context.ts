import type { CommCounters } from './comm-counters.js';

/** Who asks, and whom. */
export interface RequestContext {
  /** The unit in the request; 0 in a broadcast. */
  readonly unit: number;
  /** True when everybody is asked, and nobody answers. */
  readonly broadcast: boolean;
  /** Who is connected: the address of a TCP client, for instance. */
  readonly peer: string | undefined;
  /** The role in the client's certificate, where there is one. */
  readonly role: string | undefined;
}

/** The tables that a request touches, for those who decide whether it may. */
export interface AddressRange {
  readonly table: 'coils' | 'discreteInputs' | 'holdingRegisters' | 'inputRegisters';
  readonly startAddress: number;
  readonly quantity: number;
  /** False when it is only read. */
  readonly write: boolean;
}

/** What is to be decided before a sound request is carried out. */
export interface AuthorisationRequest extends RequestContext {
  readonly functionCode: number;
  /** Empty for functions that touch none of the four tables; files are in `request`. */
  readonly ranges: readonly AddressRange[];
  /** The decoded request. */
  readonly request: unknown;
}

/** True: the request may be carried out. Whatever else comes of it, it is refused. */
export type Authorise = (request: AuthorisationRequest) => boolean | Promise<boolean>;

/** What a unit needs of the line that a request came on. */
export interface AnsweringContext extends RequestContext {
  readonly counters: CommCounters;
  readonly authorise?: Authorise | undefined;
  /** Told of what handlers throw, other than refusals. */
  readonly onError: (error: unknown) => void;
  /** Sub-function 3 of function 8. Absent where frames have no such character. @throws {UsageError} */
  readonly changeDelimiter?: ((delimiter: string) => void) | undefined;
  /** Fires when the one who asks is gone, so that nobody waits for the answer any more. */
  readonly signal?: AbortSignal | undefined;
  /** `is` becomes true when the answer took too long: the request is answered and counted then. */
  readonly overtime?: { readonly is: boolean } | undefined;
  /** Sub-function 1 of function 8. */
  readonly restarted?: (() => void) | undefined;
}
