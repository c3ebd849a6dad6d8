import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { corpusFile, findingsFile, readInputs } from './engine/input-file.js';
import { bytesOf, type Target } from './target.js';

const folder = fileURLToPath(new URL('targets', import.meta.url));
const names = readdirSync(folder).map(file => basename(file, '.ts'));

describe.each(names)('%s', async name => {
  const { target } = (await import(`./targets/${name}.ts`)) as { target: Target };
  const corpus = readInputs(corpusFile(name));
  const findings = readInputs(findingsFile(name));

  it(`holds for ${corpus.length} inputs and ${findings.length} findings: ${target.promise}`, async () => {
    expect(target.name).toBe(name);
    expect(corpus.length).toBeGreaterThan(0);
    for (const input of [new Uint8Array(0), ...target.seeds.map(bytesOf), ...corpus, ...findings])
      await target.run(input);
  });
});
