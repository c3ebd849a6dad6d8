/** A line of the server. */
export interface LineInfo {
  /** How calls name it: `rs485`. */
  readonly id: string;
  /** What it is: `/dev/ttyUSB0 9600-8N1`, `sim:`. */
  readonly medium: string;
  readonly state: 'closed' | 'opening' | 'open' | 'lost';
  /** Why it is lost or closed, for people. */
  readonly reason?: string;
  /** True: what answers is a simulation. */
  readonly simulated: boolean;
  /** True: `lines.unplug` and `lines.plug` work, as only on simulated lines. */
  readonly pluggable: boolean;
  /** What raw commands without a `protocol` are taken for where their text does not tell. */
  readonly protocol: Protocol;
  readonly counters: LineCounters;
}

/** Since the server was started. */
export interface LineCounters {
  readonly sent: number;
  readonly answered: number;
  readonly timeouts: number;
  readonly checksumErrors: number;
  readonly noiseBytes: number;
  readonly losses: number;
  /** Calls that wait for their turn. */
  readonly waiting: number;
}

export type Protocol = 'modbus' | 'dcon' | '232drio';
