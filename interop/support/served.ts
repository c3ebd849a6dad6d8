/** Somebody else's server that is running. */
export interface Served {
  /** The network port that it listens on; 0 on a serial port. */
  readonly port: number;
  stop(): Promise<void>;
}
