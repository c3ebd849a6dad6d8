import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { parseHexText } from '../../capture/hex-text.js';
import { isPcap, parsePcap } from '../../capture/pcap-file.js';
import { type MonitorServiceOptions, monitor } from './monitor.js';
import type { MonitorStreamEvent, MonitorSummary } from './monitor-events.js';

const fixture = fileURLToPath(new URL('../../../test/captures/mixed.txt', import.meta.url));
const chunks = parseHexText(readFileSync(fixture, 'utf8'));
const bytes = Uint8Array.from(chunks.flatMap(chunk => [...chunk.bytes]));
const folder = mkdtempSync(join(tmpdir(), 'bus-monitor-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function run(options: MonitorServiceOptions) {
  const events: MonitorStreamEvent[] = [];
  for await (const event of monitor(options)) events.push(event);
  return { events, summary: events.at(-1) as MonitorSummary };
}
const of = <K extends MonitorStreamEvent['event']>(events: readonly MonitorStreamEvent[], kind: K) =>
  events.filter((event): event is Extract<MonitorStreamEvent, { event: K }> => event.event === kind);

describe('a monitor on a mixed Modbus and DCON line with noise and half a frame', () => {
  it('finds every frame, and pairs answers with questions across protocols', async () => {
    const { events } = await run({ capture: fixture });
    const pairs = of(events, 'answer').map(({ framing, unit, to, latency }) => [framing, unit, to, latency]);
    expect(pairs).toEqual([
      ['rtu', 1, 1, 12.5],
      ['rtu', 1, 3, 15],
      ['dcon', 2, 5, 12],
      ['dcon+checksum', 10, 7, 13],
      ['rtu', 2, 9, 11],
      ['rtu', 7, 12, undefined],
      ['ascii', 3, 16, 30],
      ['232drio', 0, 18, 10],
      ['rtu', 1, 21, 11],
    ]);
    expect(of(events, 'request')).toHaveLength(13);
  });

  it('tells of questions without answer, late answers and refusals', async () => {
    const { events } = await run({ capture: fixture });
    expect(of(events, 'unanswered').map(({ number, unit }) => [number, unit])).toEqual([
      [11, 7],
      [12, 7],
      [14, 1],
      [15, 1],
    ]);
    expect(of(events, 'answer').filter(({ late }) => late)).toMatchObject([{ number: 13, unit: 7 }]);
    expect(of(events, 'answer').find(({ refusal }) => refusal)).toMatchObject({
      to: 9,
      refusal: 'exception 2 (illegal data address)',
    });
  });

  it('says whose answer a damaged piece was, and what it was probably meant to be', async () => {
    const { events } = await run({ capture: fixture });
    const noise = of(events, 'noise');
    expect(noise.map(({ bytes: each, damaged }) => [each, damaged])).toEqual([
      ['FF 00 3E', undefined],
      ['00 55', undefined],
      ['01 03 08 00 01 00 02', 14],
      ['01 03 04 00 11 00 02 2A 32', 15],
    ]);
    expect(noise[2]!.guess).toContain('breaks off: 7 of the 13 bytes of an answer');
    expect(noise[3]!.guess).toContain('bit 4 of byte 4 is inverted');
  });

  it('sums up by unit', async () => {
    const { summary } = await run({ capture: fixture });
    expect(summary).toMatchObject({ frames: 22, frameBytes: 172, noiseBytes: 21, noisePieces: 4 });
    expect(summary.frameBytes + summary.noiseBytes).toBe(bytes.length);
    const unit = summary.units.find(each => each.framing === 'rtu' && each.unit === 1);
    expect(unit).toMatchObject({
      requests: 5,
      answered: 3,
      unanswered: 2,
      damaged: 2,
      latency: { min: 11, max: 15 },
    });
    expect(summary.units.find(each => each.unit === 2 && each.framing === 'rtu')).toMatchObject({
      refusals: 1,
    });
    expect(summary.units.find(each => each.framing === 'rtu' && each.unit === 0)).toMatchObject({
      withoutAnswer: 1,
    });
  });

  it('finds the same frames in the bytes alone, without a time', async () => {
    const raw = join(folder, 'raw.bin');
    writeFileSync(raw, bytes);
    const [timed, untimed] = [await run({ capture: fixture }), await run({ capture: raw })];
    const frames = (events: readonly MonitorStreamEvent[]) =>
      [...of(events, 'request'), ...of(events, 'answer')].map(each => each.bytes).toSorted();
    expect(frames(untimed.events)).toEqual(frames(timed.events));
    expect(
      of(untimed.events, 'answer').every(({ latency, time }) => latency === undefined && time === undefined),
    ).toBe(true);
  });

  it('writes the RTU frames, and damaged ones, as pcap with their times', async () => {
    const file = join(folder, 'out.pcap');
    const { summary } = await run({ capture: fixture, pcap: file });
    const written = new Uint8Array(readFileSync(file));
    expect(isPcap(written)).toBe(true);
    const packets = parsePcap(written, file);
    expect(packets).toHaveLength(summary.pcapPackets!);
    expect(packets[0]).toMatchObject({ bytes: Uint8Array.of(1, 3, 1, 0x21, 0, 1, 0xd5, 0xfc), time: 5 });
    const again = await run({ capture: file });
    expect(again.summary.units.find(({ unit }) => unit === 1)).toMatchObject({ requests: 5, answered: 3 });
  });

  it('reads a port or a recording, not both', async () => {
    await expect(run({ capture: fixture, port: 'sim:' })).rejects.toThrow('not both');
    await expect(run({ capture: join(folder, 'none') })).rejects.toThrow('cannot be read');
  });
});

describe('a monitor of several protocols', () => {
  it('tells the same however the bytes were cut', async () => {
    const { serialEars } = await import('./ears.js');
    const { Monitor } = await import('@bus/line/monitor');
    const ears = await serialEars();
    const heard = (cuts: readonly number[]) => {
      const engine = new Monitor({ ears: ears() });
      const events: { kind: string; offset: number; length: number }[] = [];
      const take = (all: ReturnType<typeof engine.hear>) => {
        for (const event of all) {
          if (event.kind === 'unanswered') continue;
          const { offset, bytes: own } = event.kind === 'noise' ? event : event.frame;
          events.push({ kind: event.kind, offset, length: own.length });
        }
      };
      let at = 0;
      for (const cut of [...cuts.toSorted((a, b) => a - b), bytes.length]) {
        take(engine.hear(bytes.slice(at, cut)));
        at = cut;
      }
      take(engine.end());
      return events;
    };
    const whole = heard([]);
    expect(whole.filter(({ kind }) => kind !== 'noise')).toHaveLength(22);
    fc.assert(
      fc.property(fc.array(fc.nat(bytes.length), { maxLength: 30 }), cuts => {
        expect(heard(cuts)).toEqual(whole);
      }),
      { numRuns: 50 },
    );
  });

  it('has every byte in exactly one frame or piece of noise, whatever the bytes', async () => {
    const { serialEars } = await import('./ears.js');
    const { Monitor } = await import('@bus/line/monitor');
    const ears = await serialEars();
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 1500 }), fc.nat(1500), (some, place) => {
        const mixed = Uint8Array.of(...some.subarray(0, place), ...bytes, ...some.subarray(place));
        const engine = new Monitor({ ears: ears() });
        let at = 0;
        for (const event of [...engine.hear(mixed), ...engine.end()]) {
          if (event.kind === 'unanswered') continue;
          const { offset, bytes: own } = event.kind === 'noise' ? event : event.frame;
          expect(offset).toBe(at);
          expect(own).toEqual(mixed.slice(offset, offset + own.length));
          at += own.length;
        }
        expect(at).toBe(mixed.length);
      }),
      { numRuns: 50 },
    );
  });
});
