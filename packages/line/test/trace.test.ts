import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LATENCY_BOUNDS } from '../src/index.js';
import { scene } from './scene.js';
import { frame, hex, read } from './toy-protocol.js';

const text = (bytes: Iterable<number>) => [...bytes].map(byte => byte.toString(16)).join(' ');

describe('promise 10: the trace carries every byte, the counters every event', () => {
  it('puts each byte that was heard into exactly one event, in order, whatever comes and however it is cut', async () => {
    const piece = fc.oneof(
      fc.uint8Array({ minLength: 1, maxLength: 12 }),
      fc.constant(frame(1, 3, 1, 77)),
      fc.constant(frame(2, 3, 1, 66)),
      fc.constant(frame(1, 3, 7, 1)),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(piece, { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 9 }),
        async (pieces, cut) => {
          const heard = pieces.flatMap(bytes => [...bytes]);
          const { clock, peer, line, trace } = scene({ timeout: 200, retries: 0 });
          const chunks: [number, string][] = [];
          for (let at = 0; at < heard.length; at += cut)
            chunks.push([1 + at, text(heard.slice(at, at + cut))]);
          peer.expect(hex(1, 3, 7, 1), ...chunks);
          await clock.until(line.exchange(read(1, 7)).catch(() => undefined));
          await clock.advance(1000);
          await line.close();
          const traced = trace
            .filter(event => event.direction === 'received')
            .flatMap(event => [...event.bytes]);
          expect(traced).toEqual(heard);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('carries monotonic times, the medium, the label and copies of the bytes', async () => {
    const { clock, peer, line, trace } = scene();
    peer.expect(hex(1, 3, 7, 1), [12, hex(1, 3, 1, 77)]);
    await clock.until(line.exchange(read(1, 7)));
    expect(trace).toMatchObject([
      {
        time: 0,
        direction: 'sent',
        kind: 'request',
        medium: 'scripted',
        label: 'unit 1, op 3 7 1',
        bytes: frame(1, 3, 7, 1),
      },
      { time: 12, direction: 'received', kind: 'reply', bytes: frame(1, 3, 1, 77) },
    ]);
    expect(trace[0]?.framing?.name).toBe('toy');
  });

  it('counts latencies in a histogram', async () => {
    const { clock, peer, line } = scene();
    peer.expect(hex(1, 3, 7, 1), [12, hex(1, 3, 1, 77)]);
    await clock.until(line.exchange(read(1, 7)));
    const counters = line.statistics.units.get(1)!;
    expect(counters.latencySum).toBe(12);
    expect(counters.latency[LATENCY_BOUNDS.indexOf(20)]).toBe(1);
    expect(counters.latency.reduce((sum, count) => sum + count, 0)).toBe(1);
  });

  it('stops when the listener is taken off', async () => {
    const { clock, peer, line } = scene();
    let events = 0;
    const off = line.on('trace', () => {
      events += 1;
    });
    off();
    peer.expect(hex(1, 3, 7, 1), [12, hex(1, 3, 1, 77)]);
    await clock.until(line.exchange(read(1, 7)));
    expect(events).toBe(0);
  });

  it('gives the same answer for every way in which the same bytes are cut', async () => {
    const heard = [0x01, 0x03, 0x99, ...frame(2, 3, 4, 1, 2, 3, 4), ...frame(1, 3, 1, 77)];
    for (let first = 1; first < heard.length; first += 1) {
      for (let second = first; second <= heard.length; second += 1) {
        const { clock, peer, line } = scene({ retries: 0 });
        const cuts = [heard.slice(0, first), heard.slice(first, second), heard.slice(second)].filter(
          part => part.length > 0,
        );
        peer.expect(hex(1, 3, 7, 1), ...cuts.map((part, index): [number, string] => [1 + index, text(part)]));
        expect(await clock.until(line.exchange(read(1, 7)))).toEqual([77]);
      }
    }
  });
});
