import { simulatedDigital } from '@bus/dcon';
import { describe, expect, it } from 'vitest';
import { collect } from '../../../test/collect.js';
import { contextWith } from '../../../test/virtual-context.js';
import { type DconSample, type DconWatchEvent, dconWatch } from './watch.js';

const at02 = { port: '/dev/ttyUSB1', address: '02', every: 5 };
const samplesOf = (events: readonly DconWatchEvent[]) =>
  events.filter((event): event is DconSample => event.event === 'sample');

describe('watching a module', () => {
  it('reads as often as it is told, asks who it is only once, and ends with a summary', async () => {
    const { context, trace } = contextWith(simulatedDigital('7044', { address: 2 }));
    const { events, summary } = await collect(dconWatch({ ...at02, times: 3 }, context));
    expect(summary).toMatchObject({ event: 'summary', samples: 3, failed: 0, failure: 0 });
    expect(events.at(-1)).toBe(summary);
    const samples = samplesOf(events);
    expect(samples).toHaveLength(3);
    expect(samples[0]).toMatchObject({ address: '02', name: '7044', simulated: false });
    expect(samples[0]!.time).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    expect(samples[2]!.values).toHaveLength(12);
    const sent = trace
      .filter(({ kind }) => kind === 'request')
      .map(({ bytes }) => String.fromCharCode(...bytes));
    expect(sent).toEqual(['$02M\r', '$022\r', '$02F\r', '@02\r', '@02\r', '@02\r']);
  });

  it('goes on when an answer is missing, and says so in the end', async () => {
    const module = simulatedDigital('7044', { address: 2 });
    let reads = 0;
    const answer = (frame: Uint8Array) => {
      if (frame[0] === '@'.charCodeAt(0)) reads += 1;
      return reads === 2 ? undefined : module.answer(frame);
    };
    const { context } = contextWith({ unit: 2, framing: module.framing, answer });
    const options = { ...at02, times: 3, timeout: 20, retries: 0 };
    const { events, summary } = await collect(dconWatch(options, context));
    expect(samplesOf(events).map(({ error }) => error?.code)).toEqual([undefined, 'no-reply', undefined]);
    expect(summary).toMatchObject({ samples: 3, failed: 1, failure: 3 });
  });

  it('ends with its summary when it is given up', async () => {
    const { context } = contextWith(simulatedDigital('7044', { address: 2 }));
    const controller = new AbortController();
    const events: DconWatchEvent[] = [];
    for await (const event of dconWatch(at02, { ...context, signal: controller.signal })) {
      events.push(event);
      if (events.length === 2) controller.abort();
    }
    expect(events.map(({ event }) => event)).toEqual(['sample', 'sample', 'summary']);
    expect(events.at(-1)).toMatchObject({ samples: 2, failed: 0 });
  });

  it('fails when nobody is there in the beginning', async () => {
    const { context } = contextWith(simulatedDigital('7044', { address: 2 }));
    const nobody = collect(dconWatch({ ...at02, address: '03', timeout: 5, retries: 0 }, context));
    await expect(nobody).rejects.toMatchObject({ code: 'no-reply' });
  });

  it.each([{ every: -1 }, { every: Number.NaN }, { times: 0 }, { address: '2' }])(
    'refuses %o',
    async wrong => {
      const { context, lines } = contextWith();
      await expect(collect(dconWatch({ ...at02, ...wrong }, context))).rejects.toMatchObject({
        code: 'bad-argument',
      });
      expect(lines).toEqual([]);
    },
  );
});
