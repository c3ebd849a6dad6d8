import { memoryPair } from '@bus/line';
import { FakeClock } from '@bus/line/testing';
import { asciiFraming, ModbusServer, mbapFraming, rtuFraming } from '@bus/modbus';
import { Cursor, pieces } from '../cursor.js';
import { must, same } from '../oracle.js';
import { REQUESTS } from '../pdus.js';
import { isWrite, servedDevice, stateOf } from '../served-device.js';
import { holdsFrame, type Spoken } from '../sound-frames.js';
import type { Target } from '../target.js';
import { framed, stretches } from '../wire-text.js';

/** Writes of which a part lies beyond the end of a table. */
const BEYOND: readonly (readonly number[])[] = [
  [0x10, 0, 15, 0, 2, 4, 0, 1, 0, 2],
  [0x0f, 0, 12, 0, 8, 1, 0xff],
  [0x15, 11, 6, 0, 4, 0, 15, 0, 2, 0, 1, 0, 2],
  [0x17, 0, 20, 0, 1, 0, 3, 0, 1, 2, 0, 1],
];

const FRAMINGS = [rtuFraming, asciiFraming(), mbapFraming()];
const EVERY = Array.from({ length: 256 }, (_, unit) => unit);

export const target: Target = {
  name: 'server',
  promise:
    'a server answers only sound frames, with sound frames, changes nothing that it does not confirm, and reports no mistake',
  longest: 400,
  words: REQUESTS,
  seeds: [0, 1, 2].flatMap(framing =>
    [...REQUESTS, ...BEYOND].map(pdu => [framing, ...framed(pdu, [3, 0, 0, 0, 1])]),
  ),
  async run(input) {
    const cursor = new Cursor(input);
    const framing = cursor.pick(FRAMINGS);
    const spoken = framing.name as Spoken;
    const clock = new FakeClock();
    const { a, b } = memoryPair();
    const devices = [servedDevice(), servedDevice()] as const;
    const errors: unknown[] = [];
    const server = new ModbusServer({
      units: { 1: devices[0], 2: devices[1] },
      onError: error => errors.push(error),
    });
    await server.serve(b, { framing, clock });
    let heard: number[] = [];
    await a.open({ data: chunk => heard.push(...chunk), closed: () => undefined });
    let said: number[] = [];
    for (const { bytes, cut } of stretches(cursor.rest(), framing)) {
      const before = devices.map(stateOf);
      for (const piece of pieces(bytes, cut)) await a.write(piece);
      await clock.advance(1200);
      said.push(...bytes);
      const stream = Uint8Array.from(said);
      const asked = spoken === 'tcp' ? EVERY : [1, 2];
      if (heard.length > 0) {
        must(holdsFrame(stream, spoken, asked), 'it answered what is no frame');
        must(holdsFrame(Uint8Array.from(heard), spoken, asked), 'its answer is no frame');
      }
      const after = devices.map(stateOf);
      if (after.join() !== before.join()) {
        const confirmed = heard.length > 0 && confirmsWrite(heard, spoken);
        // What all are told on a serial line is confirmed by nobody.
        const toAll = spoken !== 'tcp' && holdsFrame(stream, spoken, [0]);
        must(confirmed || toAll, 'it wrote without saying so');
      }
      // A silence of more than a second lies behind it, so that nothing goes on but what Modbus TCP still waits for.
      if (spoken !== 'tcp') said = [];
      heard = [];
    }
    same(errors.map(String), [], 'mistakes of the server');
    await server.close();
    must(clock.pending === 0, 'a timer was left behind');
  },
};

/** A positive answer to a write stands in it somewhere. */
function confirmsWrite(heard: readonly number[], spoken: Spoken): boolean {
  const at = { rtu: 1, tcp: 7, ascii: 3 }[spoken];
  if (spoken === 'ascii') {
    const text = String.fromCharCode(...heard);
    return [...text.matchAll(/:..([0-9A-F]{6})/g)].some(([, pdu]) =>
      isWrite(Uint8Array.from(pdu!.match(/../g)!, pair => Number.parseInt(pair, 16))),
    );
  }
  return heard.some((_, start) => isWrite(Uint8Array.from(heard.slice(start + at, start + at + 3))));
}
