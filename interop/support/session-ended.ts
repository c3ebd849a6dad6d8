import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { PATIENCE } from './patience.ts';

/** Waits until no process of a session, which is named after its first one, is left. */
export async function sessionEnded(session: number): Promise<void> {
  const latest = performance.now() + PATIENCE;
  for (;;) {
    const left = processesOf(session);
    if (left.length === 0) return;
    if (performance.now() > latest) throw new Error(`session ${session} does not end: ${left.join(', ')}`);
    await pause(10);
  }
}

/** What runs in a session. */
function processesOf(session: number): string[] {
  const ids = readdirSync('/proc').filter(name => /^\d+$/.test(name));
  return ids.flatMap(id => {
    const [, name, state, own] = /^\d+ \((.*)\) (\S) \d+ \d+ (\d+)/s.exec(statusOf(id)) ?? [];
    // One that has ended and that nobody has asked after writes nothing any more.
    return Number(own) === session && state !== 'Z' ? [`${name} (${id})`] : [];
  });
}

/** Its line in /proc, or nothing where it has just ended. */
function statusOf(id: string): string {
  try {
    return readFileSync(`/proc/${id}/stat`, 'utf8');
  } catch {
    return '';
  }
}
