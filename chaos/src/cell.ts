import type { FaultKind } from './faults/fault-kind.js';
import type { FramingName, Subject } from './subject.js';

/** One place of the matrix: a client, what is spoken, what goes wrong, and how many call at once. */
export interface Cell {
  readonly subject: Subject;
  readonly framing: FramingName;
  readonly fault: FaultKind;
  readonly callers: number;
}

/** How many call at once: in turn, and several, which is where answers get into wrong hands. */
export const CALLERS = [1, 4];

/** Which cells: names, or parts of them; everything where nothing is said. */
export interface Choice {
  readonly clients?: readonly string[];
  readonly framings?: readonly string[];
  readonly faults?: readonly string[];
}

/** All cells of the matrix that were chosen. */
export function cellsOf(
  subjects: readonly Subject[],
  faults: readonly FaultKind[],
  { clients, framings, faults: names }: Choice = {},
): Cell[] {
  const chosen = (list: readonly string[] | undefined, name: string) => list?.includes(name) ?? true;
  return subjects
    .filter(({ name }) => chosen(clients, name))
    .flatMap(subject => subject.framings.map(framing => ({ subject, framing })))
    .filter(({ framing }) => chosen(framings, framing))
    .flatMap(pair => faults.map(fault => ({ ...pair, fault })))
    .filter(({ framing, fault }) => fault.framings.includes(framing) && chosen(names, fault.name))
    .flatMap(place => CALLERS.map(callers => ({ ...place, callers })));
}

/** For people, and what a cell's chances are derived from. */
export function nameOf({ subject, framing, fault, callers }: Cell): string {
  return `${subject.name} / ${framing} / ${fault.name} / ${callers}`;
}

/** A seed for one of many things with names, derived from the seed of a run. */
export function seedFor(seed: number, name: string): number {
  let hash = 0x811c9dc5 ^ seed;
  for (const character of name) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}
