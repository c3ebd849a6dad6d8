import { mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runToEnd } from './program.ts';
import { whatIsMissing } from './tools.ts';

const programs = ['libmodbus-server', 'libmodbus-client'];

/** Makes the folder of this run and compiles the peers into it; removes it afterwards, and tells what tests left in it. */
export default async function setUp(): Promise<() => void> {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'bus-interop-'));
  process.env.BUS_INTEROP_FOLDER = folder;
  if (!whatIsMissing(['libmodbus'])) await Promise.all(programs.map(name => compile(name, folder)));
  return () => {
    const left = readdirSync(folder).filter(name => !programs.includes(name));
    rmSync(folder, { recursive: true });
    if (left.length > 0) throw new Error(`tests left files behind: ${left.join(', ')}`);
  };
}

async function compile(name: string, folder: string): Promise<void> {
  const source = fileURLToPath(new URL(`../peers/${name}.c`, import.meta.url));
  const args = ['-O1', '-Wall', '-Werror', '-o', join(folder, name), source, '-lmodbus'];
  const { code, stderr } = await runToEnd('gcc', args);
  if (code !== 0) throw new Error(`${name}.c does not compile:\n${stderr}`);
}
