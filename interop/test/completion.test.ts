import { chmodSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { soon } from '../support/patience.ts';
import { makeFolder, removeFolder } from '../support/run-folder.ts';
import { TmuxTerminal } from '../support/tmux.ts';
import type { Tool } from '../support/tools.ts';
import { describeWith } from './describe-with.ts';

const program = join(dirname(createRequire(import.meta.url).resolve('@bus/cli/package.json')), 'bin/bus.js');

/** Shell → how it is started without anybody's settings, and what the README says to put into them. */
const shells = {
  bash: { start: ['bash', '--norc', '--noprofile', '-i'], set: 'eval "$(bus completion bash)"' },
  zsh: {
    start: ['zsh', '-f', '-i'],
    set: 'autoload -Uz compinit && compinit -u -D && eval "$(bus completion zsh)"',
  },
  fish: { start: ['fish', '--no-config'], set: 'bus completion fish | source' },
};

for (const [shell, { start, set }] of Object.entries(shells)) {
  const needed: Tool[] = shell === 'bash' ? ['tmux'] : ['tmux', shell as Tool];
  describeWith(needed, `completion in ${shell}`, () => {
    let folder: string;
    let terminal: TmuxTerminal;

    beforeAll(async () => {
      folder = makeFolder('completion');
      const bus = join(folder, 'bus');
      writeFileSync(bus, `#!/bin/sh\nexec '${process.execPath}' '${program}' "$@"\n`);
      chmodSync(bus, 0o755);
      const env = { PATH: `${folder}:${process.env.PATH}`, HOME: folder, PS1: '> ', XDG_DATA_HOME: folder };
      terminal = await TmuxTerminal.run(start, { columns: 120, rows: 40, env });
      await type(`${set}; echo rea''dy`, 'Enter');
      await sees(/^ready$/m);
    });
    afterAll(async () => {
      await terminal?.dispose();
      removeFolder(folder);
    });

    const type = (text: string, ...keys: string[]) => terminal.press(text, ...keys);
    const sees = (what: RegExp) => vi.waitFor(async () => expect(await terminal.text()).toMatch(what), soon);
    /** An empty line on an empty screen. */
    const anew = async () => {
      await terminal.press('C-u', 'C-l');
      await vi.waitFor(async () => expect(await terminal.text()).not.toMatch(/bus|ready/), soon);
    };

    it.each([
      ['bus moni', 'bus monitor'],
      ['bus dcon inf', 'bus dcon info'],
      ['bus completion fi', 'bus completion fish'],
      ['bus read --tab', 'bus read --table'],
      ['bus read --table dis', 'bus read --table discrete'],
      ['bus read --table=dis', 'bus read --table=discrete'],
      ['bus read --port sim:d', 'bus read --port sim:drio'],
      ['bus read --port=sim:d', 'bus read --port=sim:drio'],
      ['bus scan units --proto', 'bus scan units --protocol'],
    ])('makes %s to %s', async (begun, completed) => {
      await anew();
      await type(begun, 'Tab');
      await sees(new RegExp(`${completed}\\b`));
    });

    it('shows what may come next', async () => {
      await anew();
      await type('bus dcon s', 'Tab', 'Tab');
      await sees(/scan[\s\S]*send[\s\S]*set/);
    });
  });
}
