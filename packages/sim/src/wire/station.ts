/** One participant of a wire. */
export interface Station {
  /** True: hears what it sends itself, too. */
  readonly echo: boolean;
  /** Present: what it sends is the other's, which does not hear it either. */
  readonly speaksFor?: Station;
  /** `bytes` belong to the receiver. */
  hear(bytes: Uint8Array): void;
}
