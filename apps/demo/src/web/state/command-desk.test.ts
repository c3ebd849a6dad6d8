import { expect, test } from 'vitest';
import type { RawAnswer } from '../../protocol/index.js';
import { RpcCode, RpcError } from '../../protocol/rpc-error.js';
import { CommandDesk } from './command-desk.js';

const answer: RawAnswer = { sent: '24', heard: '21', text: '!02', meaning: 'done', elapsed: 3 };

test('an entry is under way, then has its answer, whatever came in between', async () => {
  const answers: ((answer: RawAnswer) => void)[] = [];
  const desk = new CommandDesk(
    () => new Promise(resolve => answers.push(resolve)),
    () => 7,
  );
  const first = desk.send('rs485', '$022', false);
  void desk.send('rs485', '$032', false);
  expect(desk.entries.value.map(({ text, answer }) => [text, answer])).toEqual([
    ['$022', undefined],
    ['$032', undefined],
  ]);
  answers[0]?.(answer);
  await first;
  expect(desk.entries.value).toMatchObject([{ text: '$022', time: 7, answer }, { text: '$032' }]);
  expect(desk.entries.value[1]).not.toHaveProperty('answer');
});

test('a failure is kept with its hint', async () => {
  const desk = new CommandDesk(() =>
    Promise.reject(new RpcError(RpcCode.LINE, 'no reply', { hint: 'look' })),
  );
  await desk.send('rs485', '$022', false);
  expect(desk.entries.value[0]?.failure).toEqual({ message: 'No reply.', hint: 'Look.' });
});

test('the checksum is asked for only where it is wanted', async () => {
  const asked: unknown[] = [];
  const desk = new CommandDesk(async params => {
    asked.push(params);
    return answer;
  });
  await desk.send('rs485', '$022', true);
  await desk.send('rs485', '$022', false);
  expect(asked).toEqual([
    { line: 'rs485', text: '$022', checksum: true },
    { line: 'rs485', text: '$022' },
  ]);
});

test('the last two hundred are kept, and an answer to a forgotten one does no harm', async () => {
  let late: (answer: RawAnswer) => void = () => undefined;
  let calls = 0;
  const desk = new CommandDesk(() =>
    calls++ === 0 ? new Promise(resolve => (late = resolve)) : Promise.resolve(answer),
  );
  const first = desk.send('rs485', 'first', false);
  for (let index = 0; index < 200; index++) await desk.send('rs485', `$${index}`, false);
  late(answer);
  await first;
  expect(desk.entries.value).toHaveLength(200);
  expect(desk.entries.value[0]?.text).toBe('$0');
  desk.clear();
  expect(desk.entries.value).toEqual([]);
});
