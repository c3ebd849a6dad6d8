import type { Framing, TraceEvent, Transport } from '@bus/line';
import type { FaultRecord, PlannedFault, SimulatedInstrument, VirtualLine } from '@bus/sim';
import { Bridge } from './bridge.js';
import { FrameLog } from './frame-log.js';

/** What every connection is served with. */
export interface ServedSet {
  readonly instruments: readonly SimulatedInstrument[];
  readonly faults: readonly PlannedFault[];
  readonly seed: number;
  /** Milliseconds from a request to its answer, at least. */
  readonly delay: number;
  /** Told of each frame; undefined when nobody wants to know. */
  readonly trace: ((event: TraceEvent) => void) | undefined;
  /** Told of each answer that went wrong, as ordered. */
  readonly onFault: (record: FaultRecord) => void;
}

/** So that each connection has its own chances, and a run with the same seed the same ones. */
const NEXT_SEED = 1_000_003;

/**
 * Makes a line of its own for each port or connection, with the same devices on all of them: what is written on one is
 * read on the others, and nobody hears what others ask.
 */
export class ServedLines {
  readonly #set: ServedSet;
  #count = 0;

  constructor(set: ServedSet) {
    this.#set = set;
  }

  /** Joins a port or connection with the devices. The bridge is not open yet. */
  async bridge(outer: Transport): Promise<Bridge> {
    const { instruments, faults, seed, onFault } = this.#set;
    const { VirtualLine } = await import('@bus/sim');
    const { name } = outer.medium;
    const line = new VirtualLine({ name, faults, seed: (seed + NEXT_SEED * this.#count) | 0 });
    this.#count += 1;
    const gone = instruments.map(instrument => line.attach(this.#paced(instrument, outer)));
    const log = this.#log(outer);
    const tellFaults = () => {
      for (const record of takenFrom(line)) onFault(record);
    };
    const bridge = new Bridge(outer, line.transport(), {
      heard: bytes => {
        log?.heard(bytes);
        // An answer that was swallowed is told of before the next question, at the latest.
        tellFaults();
      },
      said: bytes => {
        tellFaults();
        log?.said(bytes);
      },
    });
    void bridge.closed.then(() => {
      tellFaults();
      log?.close();
      for (const detach of gone) detach();
    });
    return bridge;
  }

  /** On a real line an answer must not come before its silence. */
  #paced(instrument: SimulatedInstrument, { medium }: Transport): SimulatedInstrument {
    const { framing } = instrument;
    return {
      get unit() {
        return instrument.unit;
      },
      framing,
      delay: Math.max(this.#set.delay, instrument.delay ?? 0, framing.gap(medium)),
      answer: frame => instrument.answer(frame),
    };
  }

  #log(outer: Transport): Pick<FrameLog, 'heard' | 'said' | 'close'> | undefined {
    const { trace, instruments } = this.#set;
    if (trace === undefined) return undefined;
    const framings = new Map<string, Framing>(instruments.map(({ framing }) => [framing.name, framing]));
    const logs = Array.from(framings.values(), framing => ({
      name: framing.name,
      log: new FrameLog(framing, outer.medium, trace),
    }));
    const [first] = logs;
    const text = logs.find(({ name }) => name === 'dcon') ?? first;
    const other = logs.find(({ name }) => name !== 'dcon') ?? first;
    const fitting = (bytes: Uint8Array) => (isText(bytes) ? text : other)?.log;
    return {
      heard: bytes => fitting(bytes)?.heard(bytes),
      said: bytes => fitting(bytes)?.said(bytes),
      close: () => {
        for (const { log } of logs) log.close();
      },
    };
  }
}

/** Only that: what DCON consists of, and Modbus RTU never. */
function isText(bytes: Uint8Array): boolean {
  return bytes.every(byte => byte === 0x0d || (byte >= 0x20 && byte < 0x7f));
}

/** What a line's log of faults holds, which is forgotten there: a server runs for months. */
function takenFrom({ faultLog }: VirtualLine): FaultRecord[] {
  return (faultLog as FaultRecord[]).splice(0);
}
