import type { MeasureOptions } from '../measure.js';
import type { PeerName } from '../peers/compile-peer.js';
import { startPeer } from '../peers/start-peer.js';
import type { CaseResult } from '../suite.js';
import { CONTENDERS, type ContenderName, type Task } from './contender.js';
import { duel, type Score, type Side } from './duel.js';
import { SUMMARY_HEAD, type Summary, summarise, summaryCells } from './score-table.js';

/** One thing that all contenders do in turns. */
export interface Scenario {
  readonly name: string;
  readonly peer: PeerName;
  readonly peerArgs: readonly string[];
  /** Connections that a contender opens to a peer that listens on one port; 1 by default. */
  readonly connections?: number;
  readonly task: Pick<Task, 'medium'> & Partial<Task>;
  /** Milliseconds of a turn. */
  readonly turn: number;
  /** All of them by default. */
  readonly contenders?: readonly ContenderName[];
  /** See `duel`. */
  readonly account?: string;
}

/** Enough for a register map of a small meter. */
const REGISTERS = 10;
/** Short enough for clients that talk too soon to lose little by each question that is not answered. Milliseconds. */
const TIMEOUT = 200;

/** Until everything that a client uses is compiled; with 256 connections that takes a second. Milliseconds. */
const WARM_UP = 1500;

/**
 * How many turns each contender gets: fewer than a calculation does, since each is longer. They are short and many, since
 * what else the machine does lasts longer than a turn, and meets all contenders of a round then.
 */
export function turnsOf({ rounds }: MeasureOptions): number {
  return Math.max(5, Math.round(rounds / 3));
}

/** Runs one scenario, each contender against a peer of its own. */
export async function play(scenario: Scenario, rounds: number): Promise<Score[]> {
  const { peer: name, peerArgs, connections = 1, turn, account, contenders = CONTENDERS } = scenario;
  const defaults = { registers: REGISTERS, inFlight: 1, baud: 0, timeout: TIMEOUT };
  const sides: Side[] = [];
  for (const contender of contenders) {
    const peer = await startPeer(name, ...peerArgs);
    const places = Array.from({ length: connections }, () => peer.ready).flat();
    sides.push({ contender, peer, task: { ...defaults, ...scenario.task, places } });
  }
  return duel(sides, { rounds, turn, warmUp: WARM_UP }, account);
}

/** A scenario with what came of it. */
export interface Played {
  readonly name: string;
  readonly summaries: readonly Summary[];
}

/** Runs scenarios one after the other. */
export async function playAll(scenarios: readonly Scenario[], options: MeasureOptions): Promise<Played[]> {
  const played: Played[] = [];
  for (const scenario of scenarios)
    played.push({
      name: scenario.name,
      summaries: summarise(await play(scenario, turnsOf(options))),
    });
  return played;
}

export const PLAYED_HEAD = ['', 'client', ...SUMMARY_HEAD] as const;

/** A row for each contender of each scenario. */
export function playedRows(played: readonly Played[]): string[][] {
  return played.flatMap(({ name, summaries }) =>
    summaries.map(summary => [name, summary.contender, ...summaryCells(summary)]),
  );
}

/** The same for the file of results. */
export function playedCases(played: readonly Played[]): CaseResult[] {
  return played.flatMap(({ name, summaries }) =>
    summaries.map(({ contender, rate, cpu, memory, toRival }) => ({
      case: `${name}, ${contender}`,
      medianNs: 1e9 / rate,
      ratio: toRival,
      cpuMicroseconds: cpu,
      memory,
    })),
  );
}
