import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commandSurface } from '../command-surface.js';
import { completion, portWords, shells } from '../services/completion.js';

const has = (shell: string) => spawnSync(shell, ['-c', 'exit 0']).status === 0;

describe('completion', () => {
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'bus-completion-'));
    for (const shell of shells) writeFileSync(join(folder, shell), await completion(shell));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  /** What bash offers for the last of these words. */
  function offered(...words: string[]): string[] {
    const script = `
      bus() { printf '/dev/ttyUSB7\\nsim:\\nsim:drio\\n'; }
      source ${join(folder, 'bash')}
      COMP_WORDS=(${words.map(word => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}
      _bus; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const out = execFileSync('bash', ['--norc', '-c', script], { encoding: 'utf8', cwd: folder });
    return out.split('\n').filter(line => line !== '');
  }

  describe.runIf(has('bash'))('in bash', () => {
    it.each<[string[], string[]]>([
      [['bus', 'rea'], ['read']],
      [
        ['bus', 'dcon', 's'],
        ['scan', 'send', 'set'],
      ],
      [['bus', 'read', '--ta'], ['--table']],
      [
        ['bus', 'read', '--table', ''],
        ['holding', 'input', 'coil', 'discrete'],
      ],
      [['bus', 'read', '--table', '=', 'h'], ['holding']],
      [['bus', 'read', '--slave', '1', '--par'], ['--parity']],
      [
        ['bus', 'read', '--port', ''],
        ['/dev/ttyUSB7', 'sim:', 'sim:drio'],
      ],
      [['bus', 'read', '--port', '/dev/'], ['/dev/ttyUSB7']],
      [['bus', 'read', '--port', 'sim', ':'], ['drio']],
      [['bus', 'read', '--port', 'sim', ':', 'd'], ['drio']],
      [['bus', 'read', '--port', '=', 'sim', ':', 'd'], ['drio']],
      [['bus', 'completion', 'z'], ['zsh']],
      [['bus', 'read', '--rtsc'], ['--rtscts']],
      [['bus', 'read', '--no'], ['--no-rtscts']],
      [['bus', 'dcon', 'read', '--checksum', 'a'], ['auto']],
      [['bus', 'read', 'zs'], ['zsh']],
    ])('%j is completed to %j', (words, expected) => {
      expect(offered(...words)).toEqual(expected);
    });
  });

  it.each(['zsh', 'fish'])('is no mistake in %s, where it is there', shell => {
    const { status } = has(shell) ? spawnSync(shell, ['-n', join(folder, shell)]) : { status: 0 };
    expect(status).toBe(0);
  });

  it.each(shells)('in %s knows every command and flag', async shell => {
    const script = await completion(shell);
    for (const [name, { flags }] of Object.entries(await commandSurface())) {
      expect(script).toContain(name);
      for (const flag of Object.keys(flags))
        expect(script).toContain(shell === 'fish' ? `-l ${flag}` : `--${flag}`);
    }
  });

  it('offers the ports of the machine and the simulated lines', async () => {
    const words = await portWords({ listPorts: async () => [{ path: '/dev/ttyUSB7' }] });
    expect(words).toEqual(['/dev/ttyUSB7', 'sim:', 'sim:drio']);
  });
});
