import type { Connection } from '../../connect.js';

/** Milliseconds that a device may take to begin its answer; a network adds its own delays. */
const SERIAL = 100;
const NETWORK = 300;

/**
 * Milliseconds to wait for each answer of a scan: as set, or else short, because most addresses have nobody at them.
 *
 * @param characters of question and answer together.
 */
export function scanTimeout({ line, settings }: Connection, characters: number): number {
  if (settings.timeout !== undefined) return settings.timeout;
  const { characterTime, simulated } = line.medium;
  const begins = characterTime > 0 || simulated ? SERIAL : NETWORK;
  return begins + Math.ceil(characters * characterTime);
}
