import { BusError, Line, memoryPair } from '@bus/line';
import { FakeClock } from '@bus/line/testing';
import {
  type AnyPduCodec,
  asciiFraming,
  mbapFraming,
  modbusExchange,
  pduCodecs,
  rtuFraming,
} from '@bus/modbus';
import { Cursor, pieces } from '../cursor.js';
import { must, unlessRejected } from '../oracle.js';
import { ANSWERS, REQUESTS } from '../pdus.js';
import type { Target } from '../target.js';
import { framed, stretches } from '../wire-text.js';

const FRAMINGS = [rtuFraming, asciiFraming(), mbapFraming()];

const contains = (stream: readonly number[], part: Uint8Array): boolean =>
  stream.some((_, at) => part.every((byte, index) => stream[at + index] === byte));

export const target: Target = {
  name: 'client',
  promise:
    'a call ends with a BusError, or with a value that stands in a sound frame of what came, and leaves nothing behind',
  longest: 400,
  seeds: REQUESTS.flatMap((request, index) =>
    [0, 1, 2].map(framing => [
      framing,
      index,
      ...framed(ANSWERS.find(([code]) => code === request[0]) ?? [0x83, 2]),
    ]),
  ),
  async run(input) {
    const cursor = new Cursor(input);
    const framing = cursor.pick(FRAMINGS);
    const asked = Uint8Array.from(cursor.pick(REQUESTS));
    const codec = pduCodecs.get(asked[0]!) as AnyPduCodec;
    const clock = new FakeClock();
    const { a, b } = memoryPair();
    const said: number[] = [];
    let id = 0;
    const rest = cursor.rest();
    await b.open({
      closed: () => undefined,
      data(question) {
        id = framing.multiplex?.idOf(question) ?? 0;
        if (said.length === 0) void answer();
      },
    });
    const answer = async (): Promise<void> => {
      for (const { bytes, cut, silent } of stretches(rest, framing)) {
        // Modbus TCP: what is a frame at all mostly answers the transaction that was asked.
        const tagged =
          bytes.length >= 8
            ? (framing.multiplex?.tag(bytes, bytes[7]! & 0x40 ? id + 1 : id) ?? bytes)
            : bytes;
        said.push(...tagged);
        for (const piece of pieces(tagged, cut)) await b.write(piece);
        if (silent) await new Promise<void>(resolve => clock.setTimer(resolve, 60));
      }
    };
    const line = new Line(a, {
      clock,
      retries: 0,
      timeout: 300,
      lateWindow: 400,
      random: () => 0,
      reconnect: false,
    });
    const exchange = modbusExchange(framing, codec, 1, codec.decodeRequest(asked));
    const value: unknown = await unlessRejected(() => clock.until(line.exchange(exchange)), BusError);
    if (value !== undefined) {
      const frame = framing.wrap(1, codec.encodeResponse(value));
      must(
        contains(said, framing.multiplex?.tag(frame, id) ?? frame),
        () => `${JSON.stringify(value)} did not come`,
      );
    }
    await line.close();
    await clock.advance(5000);
    must(line.waiting === 0 && clock.pending === 0, 'something was left behind');
  },
};
