import { appendFileSync } from 'node:fs';
import type { Wire } from './wires.ts';

/** What was tried with somebody else's program, and that it went as it should. */
export interface Trial {
  /** Whose program it is: `libmodbus`. */
  readonly peer: string;
  /** What the peer did: our client asked its server, or its client asked ours. */
  readonly role: 'server' | 'client';
  readonly wire: Wire;
  /** A function, `3` or `43/14`, or another thing that was tried. */
  readonly what: string;
  /** Where the peer deviates from the specification: what it does. */
  readonly note?: string;
}

/** Notes a trial that passed, for the table that scripts/interop.mjs makes. */
export function record(trial: Trial): void {
  const file = process.env.BUS_INTEROP_RESULTS;
  if (file !== undefined) appendFileSync(file, `${JSON.stringify(trial)}\n`);
}
