import type { Line } from '@bus/line';
import type { FramingName } from '@bus/transport-node';
import type { LineInfo, TraceLine } from '../protocol/index.js';

/** Who wants a turn: turns go round between these. */
export interface Applicant {
  /** For people. */
  readonly name: string;
  /** Tasks of this applicant that may be at the line together; 1 by default. They are always of different units. */
  readonly parallel?: number;
}

/** One line of the server, as its methods and instruments use it. */
export interface LineAccess {
  readonly id: string;
  readonly info: LineInfo;
  /** The framing that Modbus has on this line. */
  readonly framing: FramingName;
  /** Where it can be pulled by software: the plug of a simulated line. */
  readonly plug?: Plug;
  /**
   * Waits for a turn and does something on the line. Applicants take turns, and tasks of one unit never overlap.
   *
   * @param unit what the task talks to, as `modbusKey`, `dconKey` and `DRIO_KEY` write it: tasks of one unit follow one another.
   * @throws {RpcError} `QUEUE_FULL`: too many tasks of this applicant wait already.
   * @throws {TransportError} the port could not be opened so far.
   * @throws whatever the task throws; AbortedError when `signal` fires before the turn.
   */
  run<T>(
    applicant: Applicant,
    unit: string,
    task: (line: Line) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T>;
  /** Listens to the frames, in batches, or to the state; returns what ends it. */
  on(event: 'trace', listener: (frames: readonly TraceLine[]) => void): () => void;
  on(event: 'info', listener: (info: LineInfo) => void): () => void;
  /** The latest frames, for those who come later. */
  readonly recent: readonly TraceLine[];
}

/** The plug of a simulated line. */
export interface Plug {
  /** The port is gone until `restore`. */
  pull(): void;
  restore(): void;
}
