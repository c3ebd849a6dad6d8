import type { Context } from '../context.js';
import { ports } from './ports.js';

/** The shells that a script can be written for. */
export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

/**
 * The script that completes the command line in a shell.
 *
 * @example await completion('bash')
 */
export async function completion(shell: Shell): Promise<string> {
  const { commandSurface } = await import('../command-surface.js');
  const surface = await commandSurface();
  if (shell === 'bash') return (await import('../completion/bash-completion.js')).bashCompletion(surface);
  if (shell === 'zsh') return (await import('../completion/zsh-completion.js')).zshCompletion(surface);
  return (await import('../completion/fish-completion.js')).fishCompletion(surface);
}

/** What `--port` may be completed to: the serial ports of the machine, and the simulated lines. */
export async function portWords(context: Pick<Context, 'listPorts'> = {}): Promise<string[]> {
  const { ports: found } = await ports(context);
  return [...found.map(({ path }) => path), 'sim:', 'sim:drio'];
}
