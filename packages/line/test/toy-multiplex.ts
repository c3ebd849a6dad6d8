import { compilePrefixed } from '@bus/codec';
import {
  DeviceError,
  type Exchange,
  FOREIGN,
  type Framing,
  formatHex,
  Line,
  type LineOptions,
  type Medium,
  ReplyError,
  type TraceEvent,
  type Transport,
  type TransportSink,
} from '../src/index.js';
import { FakeClock } from '../src/testing.js';

/** `id length unit op …`: just enough to tell several answers apart. Operation 3 reads, 6 sets, 0x83 and 0x86 refuse. */
const rules = compilePrefixed({ headLength: 2, lengthAt: 1, lengthBytes: 1, lengthMin: 2, lengthMax: 100 });

export const toyMultiplex = (identifiers = 256): Framing => ({
  name: 'toy-multiplex',
  gap: () => 0,
  silence: () => 50,
  scan: (scanner, silent) => scanner.scan(rules, silent),
  describe: frame => formatHex(frame),
  unitOf: frame => frame[2],
  multiplex: {
    identifiers,
    tag: (request, id) => Uint8Array.of(id, ...request.subarray(1)),
    idOf: frame => frame[0]!,
  },
});

const shared = toyMultiplex();

/** A device that asks for patience. */
export class Busy extends DeviceError {
  override get busy(): boolean {
    return true;
  }
}

export const packet = (id: number, ...bytes: number[]): Uint8Array =>
  Uint8Array.of(id, bytes.length, ...bytes);

function exchange(unit: number, op: number, body: number[], framing: Framing): Exchange<number> {
  return {
    label: `unit ${unit}, op ${op} ${body.join(' ')}`,
    unit,
    request: packet(0, unit, op, ...body),
    framing,
    repeatable: op === 3,
    expectations: [],
    replyShape: `${unit} ${op}`,
    accept(frame) {
      if (frame[2] !== unit) return FOREIGN;
      if (frame[3] === (op | 0x80)) throw frame[4] === 6 ? new Busy('busy') : new DeviceError('refused');
      if (frame[3] !== op) return FOREIGN;
      if (frame.length !== 5) throw new ReplyError('wrong-count', 'another length');
      return frame[4]!;
    },
  };
}

/** Reads the value at an address; the answer carries no address, as with Modbus. */
export const ask = (unit: number, address: number, framing = shared): Exchange<number> =>
  exchange(unit, 3, [address], framing);

/** Sets a value; the answer repeats it. */
export const tell = (unit: number, address: number, value: number, framing = shared): Exchange<number> =>
  exchange(unit, 6, [address, value], framing);

/** One request as the peer heard it. */
export interface Heard {
  readonly time: number;
  readonly id: number;
  readonly unit: number;
  readonly op: number;
  readonly address: number;
  readonly value: number;
}

/** Answers after a delay; `undefined` is silence. */
export type Answer = readonly [delay: number, bytes: Uint8Array] | undefined;

/** The other end: hears requests, several of which may come in one piece, and answers as it is told. */
export class ToyPeer implements Transport {
  readonly medium: Medium;
  readonly heard: Heard[] = [];
  opens = 0;
  writes = 0;
  sink: TransportSink | undefined;
  refuseOpen: Error | undefined;
  holdOpen: Promise<void> | undefined;
  holdWrites: Promise<void> | undefined;
  failWrites: Error | undefined;
  answer: (request: Heard) => Answer = ({ id, unit, op, address }) => [1, packet(id, unit, op, address)];
  readonly #clock: FakeClock;

  constructor(clock: FakeClock, medium: Partial<Medium>) {
    this.#clock = clock;
    this.medium = { name: 'toy', characterTime: 0, ...medium };
  }

  async open(sink: TransportSink): Promise<void> {
    this.opens += 1;
    await this.holdOpen;
    if (this.refuseOpen) throw this.refuseOpen;
    this.sink = sink;
  }

  async write(bytes: Uint8Array): Promise<void> {
    this.writes += 1;
    if (this.failWrites) throw this.failWrites;
    for (let at = 0; at < bytes.length; at += 2 + bytes[at + 1]!) {
      const [id, , unit, op, address, value] = bytes.subarray(at) as unknown as number[];
      const request = {
        time: this.#clock.now(),
        id: id!,
        unit: unit!,
        op: op!,
        address: address!,
        value: value!,
      };
      this.heard.push(request);
      const reply = this.answer(request);
      if (reply !== undefined) this.#clock.setTimer(() => this.send(reply[1]), reply[0]);
    }
    await this.holdWrites;
  }

  async close(): Promise<void> {
    this.sink = undefined;
  }

  send(bytes: Uint8Array): void {
    this.sink?.data(bytes);
  }

  /** The connection goes away. */
  vanish(): void {
    const { sink } = this;
    this.sink = undefined;
    sink?.closed();
  }
}

/** A line with several questions in flight, and everything that was traced. */
export function multiplexScene(options: LineOptions = {}, medium: Partial<Medium> = {}) {
  const clock = new FakeClock();
  const peer = new ToyPeer(clock, medium);
  const line = new Line(peer, { clock, random: () => 0, retries: 0, ...options });
  const trace: TraceEvent[] = [];
  line.on('trace', event => trace.push(event));
  return { clock, peer, line, trace, kinds: () => trace.map(event => event.kind) };
}
