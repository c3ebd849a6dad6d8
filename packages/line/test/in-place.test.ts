import { createScanner } from '@bus/codec';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type EchoMode,
  type Framing,
  Line,
  Responder,
  type Transport,
  type TransportSink,
} from '../src/index.js';
import { Receiver } from '../src/receiver.js';
import { FakeClock, ScriptedPeer } from '../src/testing.js';
import { scene } from './scene.js';
import { ask, packet } from './toy-multiplex.js';
import { frame, read, toyFraming, write } from './toy-protocol.js';

const text = (bytes: Iterable<number>) => [...bytes].map(byte => byte.toString(16)).join(' ');
const piece = fc.oneof(
  { weight: 2, arbitrary: fc.uint8Array({ minLength: 1, maxLength: 12 }) },
  fc.constant(frame(1, 3, 1, 77)),
  fc.constant(frame(2, 3, 1, 66)),
  fc.constant(frame(1, 3, 7, 1)),
  fc.constant(frame(1, 6, 5, 1)),
  fc.constant(frame(1, 6, 5, 1).subarray(0, 4)),
);
const pieces = fc.array(piece, { minLength: 1, maxLength: 8 });
const cuts = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 });
const waits = fc.array(fc.constantFrom(1, 1, 1, 60), { minLength: 1, maxLength: 5 });
const places = fc.array(fc.boolean(), { minLength: 1, maxLength: 7 });

/** Chunks of a stream, each with the milliseconds to wait in front of it. */
function cut(stream: readonly Uint8Array[], sizes: readonly number[], delays: readonly number[]) {
  const bytes = stream.flatMap(part => [...part]);
  const chunks: [wait: number, hex: string][] = [];
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const size = sizes[i % sizes.length]!;
    chunks.push([delays[i % delays.length]!, text(bytes.slice(at, at + size))]);
    at += size;
  }
  return chunks;
}

const inTurn = (choices: readonly boolean[]) => {
  let asked = 0;
  return () => choices[asked++ % choices.length]!;
};

/** A transport whose reads the test makes, into the place it was given. */
class Reader implements Transport {
  readonly medium = { name: 'reader', characterTime: 0 };
  sink: TransportSink | undefined;
  closing: Promise<void> = Promise.resolve();
  readonly written: Uint8Array[] = [];
  async open(sink: TransportSink): Promise<void> {
    this.sink = sink;
  }
  async write(bytes: Uint8Array): Promise<void> {
    this.written.push(bytes.slice());
  }
  close(): Promise<void> {
    return this.closing;
  }
}

describe('bytes that are read straight into the window', () => {
  it('mean what copied ones mean, with and without echo, wherever each chunk is put', async () => {
    const hear = async (chunks: [number, string][], echo: EchoMode, inPlace: () => boolean) => {
      const { clock, peer, line, trace } = scene({ timeout: 200, retries: 1, echo });
      peer.readsInPlace = inPlace;
      await line.open();
      const calls = Promise.allSettled([read(1, 7), write(1, 5, 1), read(1, 7)].map(x => line.exchange(x)));
      for (const [wait, bytes] of chunks) {
        await clock.advance(wait);
        peer.send(bytes);
      }
      const results = await clock.until(calls);
      await clock.advance(1000);
      await line.close();
      const heard = trace.map(event => `${event.time} ${event.direction} ${event.kind} ${text(event.bytes)}`);
      return { heard, results };
    };
    await fc.assert(
      fc.asyncProperty(
        pieces,
        cuts,
        waits,
        fc.constantFrom<EchoMode>(true, false, 'auto'),
        places,
        async (stream, sizes, delays, echo, choices) => {
          const chunks = cut(stream, sizes, delays);
          const copied = await hear(chunks, echo, () => false);
          expect(await hear(chunks, echo, () => true)).toEqual(copied);
          expect(await hear(chunks, echo, inTurn(choices))).toEqual(copied);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('mean the same to a responder that hears itself', async () => {
    const hear = async (chunks: [number, string][], inPlace: () => boolean) => {
      const clock = new FakeClock();
      const peer = new ScriptedPeer(clock);
      peer.readsInPlace = inPlace;
      const heard: string[] = [];
      const responder = new Responder(peer, {
        framing: toyFraming,
        clock,
        echo: true,
        answer: bytes => {
          heard.push(text(bytes));
          return bytes[1] === 6 ? bytes.slice() : undefined;
        },
        onNoise: bytes => heard.push(`noise ${text(bytes)}`),
      });
      await responder.open();
      for (const [wait, bytes] of chunks) {
        peer.send(bytes);
        await clock.advance(wait);
      }
      await responder.close();
      return heard;
    };
    await fc.assert(
      fc.asyncProperty(pieces, cuts, waits, places, async (stream, sizes, delays, choices) => {
        const chunks = cut([frame(1, 6, 5, 1), ...stream], sizes, delays);
        const copied = await hear(chunks, () => false);
        expect(await hear(chunks, () => true)).toEqual(copied);
        expect(await hear(chunks, inTurn(choices))).toEqual(copied);
      }),
      { numRuns: 100 },
    );
  });

  it('reach the question in flight that they answer, also in a place that was lent before there were several', async () => {
    const reader = new Reader();
    const line = new Line(reader);
    await line.open();
    const before = reader.sink!.space!()!;
    const calls = Promise.all([1, 2].map(address => line.exchange(ask(1, address))));
    await new Promise(resolve => setTimeout(resolve, 1));
    const asked = reader.written[0]!;
    const first = asked[0]!;
    const second = asked[2 + asked[1]!]!;
    before.set(packet(second, 1, 3, 22));
    reader.sink!.data(before.subarray(0, 5));
    const now = reader.sink!.space!()!;
    expect(now).not.toBe(before);
    now.set(packet(first, 1, 3, 11));
    before.fill(0xff);
    reader.sink!.data(now.subarray(0, 5));
    expect(await calls).toEqual([11, 22]);
    await line.close();
  });

  it('go to a place that nobody else gets before the transport has closed', async () => {
    const reader = new Reader();
    const line = new Line(reader);
    await line.open();
    const place = reader.sink!.space!()!;
    let closed = () => {};
    reader.closing = new Promise(resolve => {
      closed = resolve;
    });
    const closing = line.close();
    await new Promise(resolve => setTimeout(resolve, 1));
    const other = createScanner();
    other.write(frame(1, 3, 7, 1));
    place.fill(0xff);
    expect([...other.window.subarray(0, 6)]).toEqual([...frame(1, 3, 7, 1)]);
    expect(other.landing().byteOffset).not.toBe(place.byteOffset);
    expect(reader.sink!.space!()).toBe(undefined);
    closed();
    await closing;
    const next = createScanner();
    expect(next.landing().byteOffset).toBe(place.byteOffset);
    other.release();
    next.release();
  });

  it('go to a place that a line keeps which is opened again while it is being closed', async () => {
    const reader = new Reader();
    const line = new Line(reader);
    await line.open();
    const closing = line.close();
    const opening = line.open();
    await Promise.all([closing, opening]);
    const place = reader.sink!.space!()!;
    const again = line.close();
    const reopening = line.open();
    await reopening;
    const lent = reader.sink!.space!()!;
    await again;
    const other = createScanner();
    expect(other.landing().byteOffset).not.toBe(lent.byteOffset);
    expect(lent).toBe(place);
    other.release();
    await line.close();
  });

  it('go to a place that a responder keeps which is opened again while it is being closed', async () => {
    const reader = new Reader();
    const responder = new Responder(reader, { framing: toyFraming, answer: () => undefined });
    await responder.open();
    let closed = () => {};
    reader.closing = new Promise(resolve => {
      closed = resolve;
    });
    const closing = responder.close();
    await responder.open();
    const lent = reader.sink!.space!()!;
    closed();
    await closing;
    expect(reader.sink!.space!()).toBe(lent);
    await responder.close();
    expect(reader.sink!.space!()).toBe(undefined);
  });

  it('are not asked for by a connection that was given up', async () => {
    const { peer, line } = scene();
    const sinks: TransportSink[] = [];
    const open = peer.open.bind(peer);
    peer.open = sink => {
      sinks.push(sink);
      return open(sink);
    };
    await line.open();
    expect(sinks[0]!.space!()).toBeInstanceOf(Uint8Array);
    peer.vanish();
    expect(sinks[0]!.space!()).toBe(undefined);
    await line.open();
    expect(sinks[0]!.space!()).toBe(undefined);
    expect(sinks[1]!.space!()).toBeInstanceOf(Uint8Array);
    await line.close();
  });

  it('are forgotten where an error keeps so many from being looked at that the place is not free any more', () => {
    const heard: string[] = [];
    const receiver = new Receiver({
      frame: bytes => heard.push(text(bytes)),
      noise: () => undefined,
    });
    const failing: Framing = {
      ...toyFraming,
      scan: () => {
        throw new Error('in the framing');
      },
    };
    for (const unread of [1500, 0]) {
      const place = receiver.space().fill(0xff);
      const chunk = unread === 0 ? place : place.subarray(0, unread);
      expect(() => receiver.receive(chunk, failing)).toThrow('in the framing');
      expect(receiver.unreadLength).toBe(unread);
    }
    receiver.space().set(frame(1, 3, 7, 1));
    receiver.receive(receiver.space().subarray(0, 6), toyFraming);
    expect(heard).toEqual([text(frame(1, 3, 7, 1))]);
    receiver.release();
  });
});
