import { realpath } from 'node:fs/promises';

/**
 * Is this the terminal side of a PTY? It moves whole bytes without parity bits, and drops such settings without a word.
 */
export async function isPseudoTerminal(path: string): Promise<boolean> {
  const target = await realpath(path).catch(() => path);
  return /^\/dev\/(pts\/\d+|ttys\d{3,}|ttyp[0-9a-f])$/.test(target);
}
