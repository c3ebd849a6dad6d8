import { expect, test } from 'vitest';
import { askingReader, expectedRegisters } from './reading.js';

const right = [10, 20, 30];
const soon = (): number => performance.now() + 20;

test('the registers that servers hold follow the rule of their C source', () => {
  expect(expectedRegisters(16, 2)).toEqual([16 * 31 + 7, 17 * 31 + 7]);
  expect(expectedRegisters(2999, 1)).toEqual([(2999 * 31 + 7) & 0xffff]);
});

test('reads are made until the time is over, and counted', async () => {
  let asked = 0;
  const readUntil = askingReader(
    async () => {
      asked += 1;
      return right;
    },
    right,
    1,
  );
  const { answered, failed, times } = await readUntil(soon());
  expect(answered).toBe(asked);
  expect(times).toHaveLength(answered);
  expect(answered).toBeGreaterThan(0);
  expect(failed).toBe(0);
});

test('one read is made when the time is over already', async () => {
  const { answered } = await askingReader(async () => right, right, 1)(0);
  expect(answered).toBe(1);
});

test('as many reads as asked for are open at once', async () => {
  let open = 0;
  let most = 0;
  const readUntil = askingReader(
    async () => {
      open += 1;
      most = Math.max(most, open);
      await new Promise(resolve => setImmediate(resolve));
      open -= 1;
      return right;
    },
    right,
    7,
  );
  await readUntil(soon());
  expect(most).toBe(7);
});

test('a read that fails is counted, and the next one is made', async () => {
  let asked = 0;
  const readUntil = askingReader(
    async () => {
      asked += 1;
      if (asked === 1) throw new Error('no reply');
      return right;
    },
    right,
    1,
  );
  const { answered, failed } = await readUntil(soon());
  expect(failed).toBe(1);
  expect(answered).toBe(asked - 1);
});

test.each([
  ['too few', [10, 20]],
  ['another first one', [11, 20, 30]],
  ['another one in the middle, the first time', [10, 21, 30]],
  ['another last one', [10, 20, 31]],
])('%s: wrong registers end the measurement', async (_, wrong) => {
  const readUntil = askingReader(async () => wrong, right, 1);
  await expect(readUntil(soon())).rejects.toThrow(`wrong registers: ${wrong.join(' ')}`);
});
