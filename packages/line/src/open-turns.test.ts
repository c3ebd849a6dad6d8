import { describe, expect, it } from 'vitest';
import { OpenTurn } from './open-turn.js';
import { OpenTurns } from './open-turns.js';
import type { QueuedExchange } from './queued-exchange.js';

const turn = (id: number, order = id) =>
  new OpenTurn({ order } as QueuedExchange, id, new Uint8Array(0), Number.POSITIVE_INFINITY, () => undefined);

describe('open turns', () => {
  it('are found by their whole identifier', () => {
    const turns = new OpenTurns(4);
    const seven = turn(7);
    turns.add(seven);
    expect([turns.get(7), turns.get(7 + 8), turns.get(6), turns.size]).toEqual([
      seven,
      undefined,
      undefined,
      1,
    ]);
  });

  it('have no room for an identifier whose place is taken, until that turn is over', () => {
    const turns = new OpenTurns(4);
    const seven = turn(7);
    turns.add(seven);
    expect([turns.hasRoomFor(7), turns.hasRoomFor(7 + 8), turns.hasRoomFor(8)]).toEqual([false, false, true]);
    turns.delete(seven);
    expect([turns.hasRoomFor(7 + 8), turns.get(7), turns.size]).toEqual([true, undefined, 0]);
  });

  it('leave room for the next identifiers as long as there are no more than was said', () => {
    for (const most of [1, 2, 3, 16, 100]) {
      const turns = new OpenTurns(most);
      // One stays open for ever; the others come and go.
      turns.add(turn(0));
      const others: OpenTurn[] = [];
      for (let id = 1; id < 4 * most + 10; id += 1) {
        if (!turns.hasRoomFor(id)) continue;
        const next = turn(id);
        turns.add(next);
        others.push(next);
        if (others.length >= most) turns.delete(others.shift()!);
        expect(turns.size).toBeLessThanOrEqual(most);
      }
      expect(others.length).toBe(most - 1);
    }
  });

  it('are listed in the order of the calls', () => {
    const turns = new OpenTurns(4);
    for (const [id, order] of [
      [9, 3],
      [3, 1],
      [6, 2],
    ] as const)
      turns.add(turn(id, order));
    expect(turns.all().map(({ id }) => id)).toEqual([3, 6, 9]);
  });
});
