import type { CommandSurface } from '../command-surface.js';
import { bashCompletion } from './bash-completion.js';

/**
 * The script for bash, run by what zsh has for such scripts.
 *
 * @example eval "$(bus completion zsh)"
 */
export function zshCompletion(commands: Readonly<Record<string, CommandSurface>>): string {
  return `autoload -U +X bashcompinit && bashcompinit\n${bashCompletion(commands)}`;
}
