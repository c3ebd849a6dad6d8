/** Characters of a name; programs may call themselves whatever they like. */
const LONGEST = 40;

/**
 * What a process of Linux is called: `minicom`, `node`, `sshd`.
 *
 * The name of its main thread (`comm`) alone does not do: Node 24 calls that `MainThread`.
 *
 * @param pid its process id.
 * @param readFile reads a file of /proc as text, and returns `undefined` where that can't be done.
 * @returns undefined when the process has ended, or may not be looked at.
 * @example
 * ```ts
 * import { readFile } from 'node:fs/promises';
 * import { commandOf } from '@bus/transport-node';
 *
 * const read = (path: string) => readFile(path, 'utf8').catch(() => undefined);
 * console.log(await commandOf(process.pid, read)); // 'node' on Linux
 * ```
 */
export async function commandOf(
  pid: number,
  readFile: (path: string) => Promise<string | undefined>,
): Promise<string | undefined> {
  const words = await readFile(`/proc/${pid}/cmdline`);
  // `-bash` is a login shell, `sshd: user@pts/0` a daemon's own title. Threads of the kernel have none.
  const [, program] = /^-?([^\0 ]+)/.exec(words ?? '') ?? [];
  const name = program?.replace(/:$/, '').split('/').at(-1) || (await readFile(`/proc/${pid}/comm`))?.trim();
  return name ? name.slice(0, LONGEST) : undefined;
}
