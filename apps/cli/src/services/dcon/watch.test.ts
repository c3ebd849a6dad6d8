import { simulatedDigital } from '@bus/dcon';
import { describe, expect, it } from 'vitest';
import { contextWith } from '../../../test/virtual-context.js';
import { type DconSample, dconWatch } from './watch.js';

const at02 = { port: '/dev/ttyUSB1', address: '02', every: 5 };

describe('watching a module', () => {
  it('reads as often as it is told, and asks who it is only once', async () => {
    const { context, trace } = contextWith(simulatedDigital('7044', { address: 2 }));
    const samples: DconSample[] = [];
    const watched = await dconWatch({ ...at02, times: 3 }, context, sample => samples.push(sample));
    expect(watched).toEqual({ samples: 3 });
    expect(samples).toHaveLength(3);
    expect(samples[0]).toMatchObject({ address: '02', name: '7044', simulated: false });
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
    const samples: DconSample[] = [];
    const options = { ...at02, times: 3, timeout: 20, retries: 0 };
    const watched = await dconWatch(options, context, sample => samples.push(sample));
    expect(samples.map(({ error }) => error?.code)).toEqual([undefined, 'no-reply', undefined]);
    expect(watched).toMatchObject({ samples: 3, error: { code: 'no-reply' } });
  });

  it('ends when it is given up, and when nobody is there in the beginning', async () => {
    const { context } = contextWith(simulatedDigital('7044', { address: 2 }));
    const controller = new AbortController();
    const signal = controller.signal;
    const watching = dconWatch(at02, { ...context, signal }, () => controller.abort());
    await expect(watching).rejects.toMatchObject({ code: 'aborted' });
    const nobody = dconWatch({ ...at02, address: '03', timeout: 5, retries: 0 }, context, () => undefined);
    await expect(nobody).rejects.toMatchObject({ code: 'no-reply' });
  });

  it.each([{ every: -1 }, { every: Number.NaN }, { times: 0 }])('refuses %o', async wrong => {
    const { context, lines } = contextWith();
    await expect(dconWatch({ ...at02, ...wrong }, context, () => undefined)).rejects.toMatchObject({
      code: 'bad-argument',
    });
    expect(lines).toEqual([]);
  });
});
