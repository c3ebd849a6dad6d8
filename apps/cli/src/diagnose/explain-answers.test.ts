import { rtuFraming } from '@bus/modbus';
import { describe, expect, it } from 'vitest';
import { type Attempt, explainAnswers } from './explain-answers.js';

const format = { baudRate: 19_200, dataBits: 8, parity: 'none' } as const;
const sent = rtuFraming.wrap(1, Uint8Array.of(3, 0, 0, 0, 1));
const answer = rtuFraming.wrap(1, Uint8Array.of(3, 2, 0x12, 0x34));
const bytes = (...parts: (Uint8Array | number)[]) =>
  Uint8Array.from(parts.flatMap(part => (typeof part === 'number' ? [part] : [...part])));
const thrice = (heard: Uint8Array, sound = false): Attempt[] =>
  Array.from({ length: 3 }, () => ({ sent, heard, ...(sound ? { answer } : {}) }));
const checks = async (attempts: Attempt[]) =>
  (await explainAnswers(attempts, format)).map(({ check, status, sure }) => `${check} ${status} ${sure}`);

describe('what comes after questions', () => {
  it('is an answer each time', async () => {
    expect(await checks(thrice(answer, true))).toEqual(['answer ok certain']);
  });

  it('is an echo in front of the answer', async () => {
    expect(await checks(thrice(bytes(sent, answer), true))).toEqual([
      'echo warning certain',
      'answer ok certain',
    ]);
  });

  it('is nothing, or nothing but the echo', async () => {
    expect(await checks(thrice(bytes()))).toEqual(['answer problem certain']);
    expect(await checks(thrice(sent))).toEqual(['echo warning certain', 'answer problem certain']);
    expect((await checks(thrice(sent.subarray(0, 5))))[0]).toBe('echo warning likely');
  });

  it('is an answer that some bytes stand around', async () => {
    const [, bias] = await explainAnswers(thrice(bytes(0, answer), true), format);
    expect(bias).toMatchObject({ check: 'bias', status: 'warning', text: '00 came in front of an answer' });
    const behind = await explainAnswers(thrice(bytes(answer, 0xff), true), format);
    expect(behind[1]).toMatchObject({ text: 'FF came behind an answer' });
  });

  it('is an answer without its first byte', async () => {
    expect(await checks(thrice(answer.subarray(1)))).toEqual([
      'answer problem certain',
      'turnaround problem likely',
    ]);
  });

  it('is nothing but 00, as with A and B swapped', async () => {
    expect(await checks(thrice(bytes(0)))).toEqual(['answer problem certain', 'polarity problem possible']);
  });

  it('is an answer now and then', async () => {
    const damaged = answer.map((byte, index) => (index === 3 ? byte ^ 1 : byte));
    const attempts = [...thrice(answer, true), { sent, heard: damaged }];
    expect(await checks(attempts)).toEqual(['answer warning certain', 'traffic problem possible']);
  });

  it('is the talk of others', async () => {
    const others = rtuFraming.wrap(9, Uint8Array.of(3, 2, 0, 1));
    expect(await checks(thrice(others))).toEqual(['answer problem certain', 'traffic warning certain']);
  });
});
