/** One participant of a wire. */
export interface Station {
  /** True: hears what it sends itself, too. */
  readonly echo: boolean;
  /** `bytes` belong to the receiver. */
  hear(bytes: Uint8Array): void;
}
