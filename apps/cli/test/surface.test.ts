import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const script = fileURLToPath(new URL('../scripts/write-surface.mjs', import.meta.url));

describe('what can be seen of the command line from outside', () => {
  it('is what was agreed upon: renew it with `pnpm --filter @bus/cli surface`', () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [script, '--check'], { encoding: 'utf8' });
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: '' });
  }, 120_000);
});
