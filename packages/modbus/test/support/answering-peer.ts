import type { Medium, Transport, TransportSink } from '@bus/line';
import type { FakeClock } from '@bus/line/testing';
import { type FramingName, frameOf, framingOf } from './framings.js';

/** One request as the peer heard it. */
export interface HeardRequest {
  readonly unit: number;
  readonly pdu: Uint8Array;
  /** Transaction identifier; 0 on serial framings. */
  readonly id: number;
}

/** Bytes to send, each piece after a delay in milliseconds from the request. */
export type Pieces = readonly (readonly [delay: number, bytes: Uint8Array])[];

/** The other end of a line: says for each request which bytes come back, and when. */
export class AnsweringPeer implements Transport {
  readonly medium: Medium;
  readonly heard: HeardRequest[] = [];
  readonly #clock: FakeClock;
  readonly #framing: FramingName;
  readonly #answer: (request: HeardRequest) => Pieces;
  #sink: TransportSink | undefined;

  constructor(
    clock: FakeClock,
    framing: FramingName,
    answer: (request: HeardRequest) => Pieces,
    medium: Partial<Medium> = {},
  ) {
    this.#clock = clock;
    this.#framing = framing;
    this.#answer = answer;
    this.medium = { name: 'answering', characterTime: 0, ...medium };
  }

  async open(sink: TransportSink): Promise<void> {
    this.#sink = sink;
  }

  async write(bytes: Uint8Array): Promise<void> {
    const sink = this.#sink;
    for (const request of requestsIn(this.#framing, bytes)) {
      this.heard.push(request);
      for (const [delay, piece] of this.#answer(request)) {
        // What was on its way when the connection ended does not reach the next one.
        this.#clock.setTimer(() => {
          if (this.#sink === sink) sink?.data(piece);
        }, delay);
      }
    }
  }

  async close(): Promise<void> {
    this.#sink = undefined;
  }

  /** The connection goes away. */
  vanish(): void {
    const sink = this.#sink;
    this.#sink = undefined;
    sink?.closed();
  }
}

/** With Modbus TCP one write may carry several requests. */
function requestsIn(name: FramingName, bytes: Uint8Array): HeardRequest[] {
  const framing = framingOf(name);
  const requests: HeardRequest[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = name === 'tcp' ? 6 + bytes[at + 4]! * 256 + bytes[at + 5]! : bytes.length;
    const frame = bytes.slice(at, at + length);
    requests.push({ ...framing.unwrap(frame), id: framing.multiplex?.idOf(frame) ?? 0 });
    at += length;
  }
  return requests;
}

/** The answer to a request, one byte per millisecond; the last arrives after as many milliseconds as there are bytes. */
export function byteByByte(name: FramingName, { unit, id }: HeardRequest, pdu: Uint8Array): Pieces {
  return Array.from(frameOf(name, unit, pdu, id), (byte, index) => [index + 1, Uint8Array.of(byte)] as const);
}
