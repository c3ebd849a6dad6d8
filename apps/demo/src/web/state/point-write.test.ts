import { expect, test } from 'vitest';
import type { InstrumentValues, PointInfo, PointValue } from '../../protocol/index.js';
import { RpcCode, RpcError } from '../../protocol/rpc-error.js';
import { PointWrite } from './point-write.js';

const output: PointInfo = {
  id: 'output2',
  title: 'Output 2',
  kind: 'switch',
  role: 'output',
  writable: true,
};
const setPoint: PointInfo = {
  id: 'setPoint',
  title: 'Set point',
  kind: 'number',
  role: 'set-point',
  writable: true,
  decimals: 1,
  unit: '°C',
};
const readBack = (point: PointInfo, value: PointValue): InstrumentValues => ({
  instrument: 'x',
  values: { [point.id]: value },
  readAt: 1,
});

test('a write is pending until the server has read back', async () => {
  let answer: (values: InstrumentValues) => void = () => undefined;
  const write = new PointWrite(output, () => new Promise(resolve => (answer = resolve)));
  const done = write.run(true);
  expect(write.pending.value).toBe(true);
  answer(readBack(output, true));
  expect(await done).toBe(true);
  expect(write.pending.value).toBeUndefined();
  expect(write.failure.value).toBeUndefined();
});

test('switching off is pending too', () => {
  const write = new PointWrite(output, () => new Promise(() => undefined));
  void write.run(false);
  expect(write.pending.value).toBe(false);
});

test('a second write of the point waits for nobody and does nothing', async () => {
  let calls = 0;
  const write = new PointWrite(output, () => {
    calls++;
    return new Promise(() => undefined);
  });
  void write.run(true);
  expect(await write.run(false)).toBe(false);
  expect(calls).toBe(1);
});

test('an output that reads back otherwise has not been switched', async () => {
  const write = new PointWrite(output, async () => readBack(output, false));
  expect(await write.run(true)).toBe(false);
  expect(write.failure.value?.message).toBe('It was written, but the instrument then said off.');
});

test('numbers are the same when they are shown alike', async () => {
  const write = new PointWrite(setPoint, async () => readBack(setPoint, 80.30000000000001));
  expect(await write.run(80.3)).toBe(true);
  const limited = new PointWrite(setPoint, async () => readBack(setPoint, 80.2));
  expect(await limited.run(80.3)).toBe(false);
  expect(limited.failure.value?.message).toContain('80.2 °C');
});

test('a write that could not be read back may have worked', async () => {
  const write = new PointWrite(output, async () => ({
    ...readBack(output, true),
    error: { message: 'no reply' },
  }));
  expect(await write.run(true)).toBe(false);
  expect(write.failure.value?.message).toBe('It was written, but could not be read back: no reply');
});

test('a failure stays until it is dismissed or the next write begins', async () => {
  let fails = true;
  const write = new PointWrite(output, async () => {
    if (fails) throw new RpcError(RpcCode.LINE, 'no reply', { hint: 'look' });
    return readBack(output, true);
  });
  await write.run(true);
  expect(write.failure.value).toEqual({ message: 'No reply.', hint: 'Look.' });
  expect(write.pending.value).toBeUndefined();
  write.dismiss();
  expect(write.failure.value).toBeUndefined();
  await write.run(true);
  fails = false;
  await write.run(true);
  expect(write.failure.value).toBeUndefined();
});

test.each([
  [1234.56, 1234.56005859375],
  [0.1, 0.0999755859375],
  [-1e20, -100000002004087730000],
  [0, 0],
])('a float of %d that the instrument holds as %d was written', async (written, read) => {
  const { decimals: _, ...float } = setPoint;
  const write = new PointWrite(float, async () => readBack(float, read));
  expect(await write.run(written)).toBe(true);
});

test('a float that is not what was written is told, however near', async () => {
  const { decimals: _, ...float } = setPoint;
  const write = new PointWrite(float, async () => readBack(float, 1234.5599365234375));
  expect(await write.run(1234.56)).toBe(false);
});
