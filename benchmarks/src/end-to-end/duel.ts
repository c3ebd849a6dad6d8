import { fileURLToPath } from 'node:url';
import { Child } from '../peers/child.js';
import type { Peer } from '../peers/start-peer.js';
import type { ContenderName, Task } from './contender.js';
import type { Sample } from './sample.js';

const CHILD = fileURLToPath(new URL('client-child.js', import.meta.url));

/** A contender with the peer that it alone talks to. */
export interface Side {
  readonly contender: ContenderName;
  readonly peer: Peer;
  readonly task: Task;
}

export interface DuelOptions {
  readonly rounds: number;
  /** Milliseconds of a turn. */
  readonly turn: number;
  /** Milliseconds that each contender gets before anything counts, so that it is compiled; one turn by default. */
  readonly warmUp?: number;
}

/** What one side did, round by round. */
export interface Score {
  readonly contender: ContenderName;
  readonly samples: readonly Sample[];
  /** The peer's own account at the end, if it gives one. */
  readonly account: string | undefined;
}

/**
 * Lets contenders take turns, each in a process of its own: one reads while the others rest, round after round,
 * beginning with another one each time. Ends their peers and processes.
 *
 * @param account asks each peer what it saw, with a line like this; absent: the peers have nothing to say.
 */
export async function duel(sides: readonly Side[], options: DuelOptions, account?: string): Promise<Score[]> {
  const clients: Child[] = [];
  try {
    for (const { contender, task } of sides) clients.push(await startClient(contender, task));
    const samples = await takeTurns(clients, options);
    const accounts = await Promise.all(
      sides.map(({ peer }) => (account === undefined ? undefined : peer.ask(account))),
    );
    return sides.map(({ contender }, index) => ({
      contender,
      samples: samples[index]!,
      account: accounts[index],
    }));
  } finally {
    await Promise.all(clients.map(client => client.stop()));
    await Promise.all(sides.map(({ peer }) => peer.stop()));
  }
}

async function startClient(contender: ContenderName, task: Task): Promise<Child> {
  const { child } = await Child.start(process.execPath, [CHILD, contender, JSON.stringify(task)]);
  return child;
}

async function takeTurns(clients: readonly Child[], options: DuelOptions): Promise<Sample[][]> {
  const { rounds, turn, warmUp = turn } = options;
  const samples = clients.map((): Sample[] => []);
  for (const client of clients) await client.ask(String(warmUp));
  for (let round = 0; round < rounds; round += 1) {
    for (let place = 0; place < clients.length; place += 1) {
      const index = (place + round) % clients.length;
      samples[index]!.push(JSON.parse(await clients[index]!.ask(String(turn))) as Sample);
    }
  }
  return samples;
}
