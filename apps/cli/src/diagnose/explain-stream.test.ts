import { rtuFraming } from '@bus/modbus';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CharacterFormat } from './character-format.js';
import { explainStream } from './explain-stream.js';
import { hearAs } from './hear-as.js';

const format = (baudRate: number, parity: CharacterFormat['parity'] = 'none', dataBits: 7 | 8 = 8) =>
  ({ baudRate, parity, dataBits, stopBits: 1 }) satisfies CharacterFormat;
const here = format(19_200);

/** Ten questions and answers, as they stand on a line. */
const traffic = Uint8Array.from(
  Array.from({ length: 10 }, (_, index) => [
    ...rtuFraming.wrap(index + 1, Uint8Array.of(3, 1, 0x21 + index, 0, 2)),
    ...rtuFraming.wrap(index + 1, Uint8Array.of(3, 4, 3, 7 * index, 0x11 * index, 0xc5)),
  ]).flat(),
);
const ascii = new TextEncoder().encode(':010300000001FB\r\n:0103020304F3\r\n');

/** What a driver delivers that drops characters without a stop bit, or that delivers them as 00. */
const delivered = (sent: CharacterFormat, bytes = traffic, dropped: 'dropped' | 'zero' = 'dropped') =>
  Uint8Array.from(
    hearAs(bytes, { sent, heard: here }).flatMap(({ byte, framingError }) => {
      if (!framingError) return [byte];
      return dropped === 'zero' ? [0] : [];
    }),
  );
const explain = async (heard: Uint8Array) => (await explainStream(heard, here))[0];

describe('what traffic tells of the line', () => {
  it('is that all is well, when there are sound frames', async () => {
    expect(await explain(traffic)).toMatchObject({ status: 'ok', sure: 'certain' });
  });

  it.each([2, 3, 4, 6])('is a baud rate that is %i times too high', async ratio => {
    for (const errors of ['dropped', 'zero'] as const) {
      const heard = delivered(format(19_200 / ratio), traffic, errors);
      expect(await explain(heard)).toMatchObject({
        check: 'baud',
        sure: 'likely',
        advice: expect.stringContaining(`--baud ${19_200 / ratio},`),
      });
    }
  });

  it.each(['even', 'odd'] as const)('is %s parity of the sender', async parity => {
    for (const errors of ['dropped', 'zero'] as const) {
      const heard = delivered(format(19_200, parity), traffic, errors);
      expect(await explain(heard)).toMatchObject({
        check: 'parity',
        sure: 'likely',
        advice: `Set --parity ${parity}.`,
      });
    }
  });

  it.each(['even', 'odd'] as const)('is text of 7 bits with %s parity', async parity => {
    const heard = delivered(format(19_200, parity, 7), ascii);
    expect(await explain(heard)).toMatchObject({
      check: 'data-bits',
      sure: 'certain',
      advice: `Set --data-bits 7 --parity ${parity}.`,
    });
  });

  it('is a line that rests on the wrong level', async () => {
    expect(await explain(new Uint8Array(5))).toMatchObject({ check: 'polarity', sure: 'possible' });
    expect(await explain(Uint8Array.of(0, 255, 255))).toMatchObject({ check: 'bias', sure: 'possible' });
  });

  it('is no more than that it cannot be read, when there is no pattern', async () => {
    const inverted = hearAs(traffic, { sent: here, heard: here, inverted: true }).map(({ byte }) => byte);
    expect(await explain(Uint8Array.from(inverted))).toMatchObject({
      check: 'traffic',
      sure: 'possible',
      advice: expect.stringContaining('A and B swapped'),
    });
  });

  it('is never called certain where bytes are random', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 60 }), async bytes => {
        const findings = await explainStream(bytes, here);
        expect(findings.filter(({ sure }) => sure === 'certain')).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});
