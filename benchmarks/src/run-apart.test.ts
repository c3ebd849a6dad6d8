import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { runApart } from './run-apart.js';

const child = fileURLToPath(new URL('run-apart.fixture.js', import.meta.url));

it('reports what the suite found in its process, with the options that it was given', async () => {
  const { result, proof } = await runApart('hex', { rounds: 3, slice: 0.5 }, child);
  expect(proof).toBe(7);
  expect(JSON.parse(result.title)).toEqual({ suite: 'hex', options: { rounds: 3, slice: 0.5 } });
});

it('says which suite ended without a result', async () => {
  await expect(runApart('size', { rounds: 1, slice: 0 }, child)).rejects.toThrow(
    'the suite size ended without a result (exit code 3)',
  );
});
