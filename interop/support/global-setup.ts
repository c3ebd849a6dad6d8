import { mkdirSync, mkdtempSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runToEnd } from './program.ts';
import { peersFolder, removeFolder } from './run-folder.ts';
import { whatIsMissing } from './tools.ts';

const programs = ['libmodbus-server', 'libmodbus-client'];

/** Makes the folder of this run and compiles the peers into it; removes it afterwards. */
export default async function setUp(): Promise<() => void> {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'bus-interop-'));
  const remove = () => removeFolder(folder);
  process.env.BUS_INTEROP_FOLDER = folder;
  mkdirSync(peersFolder());
  try {
    if (!whatIsMissing(['libmodbus'])) await Promise.all(programs.map(compile));
  } catch (error) {
    remove();
    throw error;
  }
  return remove;
}

async function compile(name: string): Promise<void> {
  const source = fileURLToPath(new URL(`../peers/${name}.c`, import.meta.url));
  const args = ['-O1', '-Wall', '-Werror', '-o', join(peersFolder(), name), source, '-lmodbus'];
  const { code, stderr } = await runToEnd('gcc', args);
  if (code !== 0) throw new Error(`${name}.c does not compile:\n${stderr}`);
}
