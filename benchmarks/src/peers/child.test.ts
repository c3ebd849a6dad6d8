import { expect, test } from 'vitest';
import { Child } from './child.js';

const run = (program: string) => Child.start(process.execPath, ['-e', program]);
const echo = "require('readline').createInterface({input:process.stdin}).on('line',l=>console.log(l+'!'))";

test('a child says when it is ready, and answers each line with a line', async () => {
  const { child, ready } = await run(`console.log('ready 5020 more');${echo}`);
  expect(ready).toEqual(['5020', 'more']);
  expect(await Promise.all([child.ask('a'), child.ask('b')])).toEqual(['a!', 'b!']);
  await child.stop();
});

test('a child that ends early is reported with what it complained about', async () => {
  await expect(run("console.error('no such port');process.exit(3)")).rejects.toThrow(
    /it ended with 3\nno such port/,
  );
});

test('a child that says something else first is refused', async () => {
  await expect(run(`console.log('hello');${echo}`)).rejects.toThrow('said hello');
});

test('a question to a child that has ended is refused, and it may be stopped again', async () => {
  const { child } = await run(`console.log('ready');${echo}`);
  await child.stop();
  await expect(child.ask('a')).rejects.toThrow('it ended');
  await expect(child.stop()).resolves.toBeUndefined();
});

test('a program that does not exist is reported', async () => {
  await expect(Child.start('no-such-program', [])).rejects.toThrow('ENOENT');
});
