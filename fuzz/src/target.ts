/** One thing that is given bytes which somebody else chose. */
export interface Target {
  /** In kebab-case; the name of its corpus. */
  readonly name: string;
  /** What holds for every input, as a sentence. */
  readonly promise: string;
  /** Bytes of the longest input; 512 by default. */
  readonly longest?: number;
  /** Pieces that inputs are likely to be made of. */
  readonly words?: readonly (string | readonly number[])[];
  /** Inputs to begin with. */
  readonly seeds: readonly (string | readonly number[])[];
  /** Throws when the promise does not hold. The bytes may be kept. */
  run(input: Uint8Array): void | Promise<void>;
}

/** A text as its bytes in UTF-8; bytes as they are. */
export const bytesOf = (piece: string | readonly number[]): Uint8Array =>
  typeof piece === 'string' ? new TextEncoder().encode(piece) : Uint8Array.from(piece);

/** The text that the bytes are; what is no UTF-8 becomes U+FFFD, as when a file is read. */
export const textOf = (input: Uint8Array): string => new TextDecoder().decode(input);
