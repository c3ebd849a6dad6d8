import type { TraceEvent, Transport } from '@bus/line';
import type { PortInfo, PortOptions } from '@bus/transport-node';

/** What is known of the line when it is about to be opened. */
export interface LineInfo {
  /** What the line is called: `/dev/ttyUSB1 19200-8N1`, `sim:`. */
  readonly medium: string;
  /** Everything that two programs must agree on: `/dev/ttyUSB1 19200-8N1 rtu unit 1, holding 289, FC3`. */
  readonly description: string;
  /** Where the port came from: `--port`, `BUS_PORT`, a file, or that it is the only one. */
  readonly origin: string;
  /** True when no real instrument is asked. */
  readonly simulated: boolean;
}

/** The world that a service runs in; this process, unless told otherwise. */
export interface Context {
  env?: Readonly<Record<string, string | undefined>>;
  /** Folder in which the search for `bus.config.yaml` begins. */
  cwd?: string;
  listPorts?: () => Promise<PortInfo[]>;
  /** Makes the transport of every port that is not simulated. */
  makeTransport?: (url: string, options: PortOptions) => Transport;
  /** Gives the call up and frees the port. */
  signal?: AbortSignal;
  /** The line is about to be opened. */
  onLine?: (info: LineInfo) => void;
  onTrace?: (event: TraceEvent) => void;
}
