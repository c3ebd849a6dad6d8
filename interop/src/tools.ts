/** A program of somebody else that the tests speak with. */
export type Tool = 'socat' | 'mbpoll' | 'libmodbus' | 'pymodbus';

/**
 * The tools that `scripts/interop.mjs` found on this machine. Guard a suite with
 * `describe.skipIf(!tools.has('mbpoll'))`: the script lists what was skipped, and fails for it in CI.
 */
export const tools: ReadonlySet<Tool> = new Set((process.env.BUS_INTEROP_TOOLS ?? '').split(' ') as Tool[]);
