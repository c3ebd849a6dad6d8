import { createScanner, WINDOW_SIZE } from '@bus/codec';
import { BusError, Line } from '@bus/line';
import { FakeClock } from '@bus/line/testing';
import { describe, expect, it } from 'vitest';
import { ModbusException, modbusExchange, pduCodecs } from '../src/index.js';
import { AnsweringPeer, type HeardRequest, type Pieces } from './support/answering-peer.js';
import { carries } from './support/carries.js';
import { FRAMINGS, type FramingName, frameOf, framingOf } from './support/framings.js';
import { FUNCTION_CASES } from './support/function-cases.js';
import { SMALLEST } from './support/question-for.js';

/** Reproducible numbers 0 ≤ x < 1 (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

type Random = () => number;
const below = (random: Random, limit: number) => Math.floor(random() * limit);
const noise = (random: Random, most: number) =>
  Uint8Array.from({ length: below(random, most) }, () => below(random, 256));
const joined = (...parts: Uint8Array[]) => Uint8Array.from(parts.flatMap(part => [...part]));

/** Something that happens to bytes on their way. */
const MUTATIONS: ((bytes: Uint8Array, random: Random) => Uint8Array)[] = [
  bytes => bytes,
  (bytes, random) =>
    bytes.map((byte, at) => (at === below(random, bytes.length) ? below(random, 256) : byte)),
  (bytes, random) => bytes.subarray(below(random, bytes.length)),
  (bytes, random) => bytes.subarray(0, below(random, bytes.length + 1)),
  (bytes, random) => joined(noise(random, 12), bytes),
  (bytes, random) => joined(bytes, noise(random, 12)),
  bytes => joined(bytes, bytes),
  (bytes, random) => joined(bytes.subarray(0, below(random, bytes.length)), bytes),
  (bytes, random) => {
    const at = below(random, bytes.length);
    return joined(bytes.subarray(0, at), noise(random, 4), bytes.subarray(at));
  },
  (_, random) => noise(random, 300),
  (_, random) => Uint8Array.from({ length: 40 }, () => [0, 1, 3, 0x3a, 0xff][below(random, 5)]!),
];

/** Frames that are sound and may be wrong: other units, other functions, other answers of the same function. */
function someFrame(framing: FramingName, { unit, id }: HeardRequest, random: Random): Uint8Array {
  const { codec, response } = FUNCTION_CASES[below(random, FUNCTION_CASES.length)]!;
  const refusal = random() < 0.2 ? Uint8Array.of(codec.code | 0x80, below(random, 256)) : undefined;
  const from = random() < 0.7 ? unit : 1 + below(random, 9);
  return frameOf(framing, from, refusal ?? codec.encodeResponse(response), random() < 0.8 ? id : id + 1);
}

function pieces(bytes: Uint8Array, random: Random): Pieces {
  const list: [number, Uint8Array][] = [];
  let delay = 0;
  for (let at = 0; at < bytes.length; ) {
    const size = 1 + below(random, random() < 0.5 ? 4 : 300);
    delay += below(random, 30);
    list.push([delay, bytes.slice(at, at + size)]);
    at += size;
  }
  return list;
}

/** Asks 20 questions of a peer that answers with mutated frames; every value must stand in what came. */
async function campaign(framing: FramingName, seed: number): Promise<{ values: number; failures: number }> {
  const random = seeded(seed);
  const clock = new FakeClock();
  let streamed: Uint8Array[] = [];
  let asked: HeardRequest | undefined;
  const peer = new AnsweringPeer(clock, framing, request => {
    asked = request;
    const { codec, response } = FUNCTION_CASES.find(({ codec: { code } }) => code === request.pdu[0])!;
    const honest = frameOf(framing, request.unit, codec.encodeResponse(response), request.id);
    const base = random() < 0.6 ? honest : someFrame(framing, request, random);
    const bytes = MUTATIONS[below(random, MUTATIONS.length)]!(base, random);
    streamed.push(bytes);
    return pieces(bytes, random);
  });
  // Sought when somebody asks: a connection that brings rubbish again and again would be left alone for a while else.
  const settings = { retries: 0, timeout: 200, lateWindow: 400, reconnect: false, random: () => 0 } as const;
  const line = new Line(peer, { clock, ...settings });
  const counts = { values: 0, failures: 0 };
  for (let question = 0; question < 20; question += 1) {
    const { codec, request } = FUNCTION_CASES[below(random, FUNCTION_CASES.length)]!;
    const unit = 1 + below(random, 3);
    // What was on its way from the question before may be heard during this one.
    streamed = streamed.slice(-1);
    try {
      const value = await clock.until(
        line.exchange(modbusExchange(framingOf(framing), codec, unit, request)),
      );
      counts.values += 1;
      expect(carries(framing, joined(...streamed), { codec, unit, id: asked!.id }, value)).toBe(true);
    } catch (error) {
      if (!(error instanceof BusError)) throw error;
      expect(error.facts.received === undefined || error.facts.received.length <= 512).toBe(true);
      counts.failures += 1;
    }
  }
  await line.close();
  await clock.advance(10_000);
  expect([line.waiting, clock.pending]).toEqual([0, 0]);
  return counts;
}

describe.each(FRAMINGS)('mutated answers, %s', framing => {
  it('never crash, never hang, and give no value that did not come', async () => {
    const sums = { values: 0, failures: 0 };
    for (let seed = 1; seed <= 60; seed += 1) {
      const { values, failures } = await campaign(framing, seed * 7919);
      sums.values += values;
      sums.failures += failures;
    }
    expect(sums.values).toBeGreaterThan(100);
    expect(sums.failures).toBeGreaterThan(300);
  });

  it('F38: arbitrary bytes never trap the scanner, and never stay unread beyond its window', () => {
    const random = seeded(4711);
    const scanner = createScanner();
    const { multiplex } = framingOf(framing);
    for (let round = 0; round < 3000; round += 1) {
      const chunk =
        random() < 0.5 ? noise(random, 700) : someFrame(framing, { unit: 1, id: 0, pdu: chunkPdu }, random);
      for (let at = 0; at < chunk.length; ) {
        const taken = scanner.write(chunk, at);
        at += taken;
        framingOf(framing).scan(scanner, random() < 0.05);
        expect(taken).toBeGreaterThan(0);
        expect(scanner.end - scanner.start).toBeLessThan(multiplex ? 260 : WINDOW_SIZE / 4);
      }
      if (multiplex !== undefined && round % 10 === 0) scanner.clear();
    }
    scanner.release();
  });
});

const chunkPdu = Uint8Array.of(3);

describe('refusals', () => {
  it('of any function and code are thrown for that function only', async () => {
    const random = seeded(99);
    for (let round = 0; round < 400; round += 1) {
      const [code, request] = [...SMALLEST][below(random, SMALLEST.size)]!;
      const refused = random() < 0.5 ? code : 1 + below(random, 127);
      const exceptionCode = below(random, 256);
      const clock = new FakeClock();
      const peer = new AnsweringPeer(clock, 'rtu', ({ unit }) => [
        [1, frameOf('rtu', unit, [refused | 0x80, exceptionCode])],
      ]);
      const line = new Line(peer, { clock, retries: 0 });
      const exchange = modbusExchange(framingOf('rtu'), pduCodecs.get(code)!, 1, request);
      const error: unknown = await clock.until(line.exchange(exchange).catch((reason: unknown) => reason));
      const thrown = refused === code && exceptionCode > 0;
      expect([round, error instanceof ModbusException]).toEqual([round, thrown]);
    }
  });
});
