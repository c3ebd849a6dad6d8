/** One value in its registers, which stand in the order ABCD here. */
export interface ElementCodec {
  /** Registers that one value takes. */
  readonly registers: number;
  /** @throws {RegisterContentError} */
  decode(registers: readonly number[]): unknown;
  /** @throws {UsageError} */
  encode(value: unknown): number[];
}
