/** One part of a frame, for people. */
export interface FrameField {
  /** Bytes of the frame before it. */
  readonly offset: number;
  /** In bytes. */
  readonly length: number;
  readonly name: string;
  /** Undefined for parts that are no single value. */
  readonly value: number | string | undefined;
  /** What the value stands for, where that says more. */
  readonly meaning: string | undefined;
  /** What is wrong with it; undefined when nothing is. */
  readonly problem: string | undefined;
}

/** A frame, field by field. Every byte of it is in exactly one field. */
export interface Dissection {
  /** In order of their offsets. */
  readonly fields: readonly FrameField[];
  /** What the whole frame says. */
  readonly meaning: string;
  /** What is wrong with the frame; empty when it is sound. */
  readonly problems: readonly string[];
}
