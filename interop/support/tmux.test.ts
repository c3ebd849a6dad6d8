import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { describeWith } from '../test/describe-with.ts';
import { soon } from './patience.ts';
import { makeFolder, removeFolder } from './run-folder.ts';
import { TmuxTerminal } from './tmux.ts';

describeWith(['tmux'], 'a terminal', () => {
  it('is closed when the last program in it has ended, even one that still writes when it hears of it', async () => {
    const folder = makeFolder('last-words');
    try {
      const program = `trap 'sleep 0.3; echo bye > ${folder}/words; exit' HUP; echo listening; while :; do sleep 0.05; done`;
      const terminal = await TmuxTerminal.run(['sh', '-c', program]);
      await vi.waitFor(async () => expect(await terminal.text()).toContain('listening'), soon);
      await terminal.dispose();
      expect(readFileSync(join(folder, 'words'), 'utf8')).toBe('bye\n');
    } finally {
      removeFolder(folder);
    }
  });
});
