/** A program of somebody else that the tests speak with. */
export type Tool =
  | 'socat'
  | 'mbpoll'
  | 'libmodbus'
  | 'pymodbus'
  | 'tshark'
  | 'tmux'
  | 'zsh'
  | 'fish'
  | 'chromium';

const found = process.env.BUS_INTEROP_TOOLS;

/** The tools that `scripts/interop.mjs` found on this machine. */
const tools: ReadonlySet<string> = new Set((found ?? '').split(' '));

/** Why a test that needs these tools cannot run here; undefined when it can. */
export function whatIsMissing(needed: readonly Tool[]): string | undefined {
  if (found === undefined) return 'scripts/interop.mjs has not looked for the tools';
  const missing = needed.filter(tool => !tools.has(tool));
  return missing.length === 0 ? undefined : `not on this machine: ${missing.join(', ')}`;
}
