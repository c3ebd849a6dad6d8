import { FakeClock } from '@bus/line/testing';
import { describe, expect, it } from 'vitest';
import { type GatewayQuestion, questionOf } from './gateway-question.js';
import { UnitLane } from './unit-lane.js';

const read = (address: number) => questionOf(Uint8Array.of(3, 0, address, 0, 1));
const write = questionOf(Uint8Array.of(6, 0, 0, 0, 1));

/** A lane whose questions are answered one by one, when the test says so, each with the next number. */
function scene({ cache, concurrency = 1 }: { cache?: number; concurrency?: number } = {}) {
  const clock = new FakeClock();
  const sent: number[][] = [];
  const open: (() => void)[] = [];
  let number = 0;
  let waiting = 0;
  const lane = new UnitLane({
    clock,
    cache,
    writes: 0,
    send: ({ pdu }: GatewayQuestion) => {
      sent.push([pdu[0]!, pdu[2]!]);
      return new Promise(resolve => {
        open.push(() => {
          number += 1;
          resolve(Uint8Array.of(pdu[0]!, number));
        });
      });
    },
    queue: {
      clock,
      concurrency,
      maxWait: 10_000,
      admits: () => true,
      waiting: change => {
        waiting += change;
      },
    },
  });
  const answers: string[] = [];
  return {
    sent,
    answers,
    waiting: () => waiting,
    ask(client: string, question: GatewayQuestion, signal?: AbortSignal) {
      lane.ask(question, { client, signal }).then(
        ({ answer, outcome }) => answers.push(`${client} ${answer?.[1]} ${outcome}`),
        (error: { reason: string }) => answers.push(`${client} ${error.reason}`),
      );
    },
    /** Answers one of the questions that are open: the one that was sent first, unless told otherwise. */
    async answer(which: 'first' | 'last' = 'first') {
      await clock.advance(0);
      (which === 'first' ? open.shift() : open.pop())?.();
      await clock.advance(0);
    },
  };
}

describe('the way to a unit', () => {
  it('does not let a read join one that was asked before a write, though both still wait', async () => {
    const { ask, answer, sent, answers } = scene({ cache: 1000 });
    ask('x', read(9));
    ask('a', read(0));
    ask('b', write);
    ask('b', read(0));
    for (let round = 0; round < 4; round += 1) await answer();
    expect(sent).toEqual([
      [3, 9],
      [3, 0],
      [6, 0],
      [3, 0],
    ]);
    expect(answers).toEqual(['x 1 answered', 'a 2 answered', 'b 3 answered', 'b 4 answered']);
  });

  it('does not give again what was read while a write waited', async () => {
    const { ask, answer, answers } = scene({ cache: 1000 });
    ask('x', read(9));
    ask('b', write);
    ask('a', read(0));
    await answer();
    await answer();
    await answer();
    ask('a', read(0));
    await answer();
    expect(answers).toEqual(['x 1 answered', 'b 2 answered', 'a 3 answered', 'a 4 answered']);
  });

  it('gives answers again as soon as no write is on its way any more', async () => {
    const { ask, answer, answers, sent } = scene({ cache: 1000 });
    ask('a', write);
    await answer();
    ask('a', read(0));
    await answer();
    ask('b', read(0));
    await answer();
    expect(answers).toEqual(['a 1 answered', 'a 2 answered', 'b 2 cached']);
    expect(sent).toHaveLength(2);
  });

  it('does not keep the answer to a read that a write has overtaken on the line', async () => {
    const { ask, answer, answers } = scene({ cache: 1000, concurrency: 2 });
    ask('a', read(0));
    ask('b', write);
    await answer();
    await answer();
    ask('c', read(0));
    await answer();
    expect(answers).toEqual(['a 1 answered', 'b 2 answered', 'c 3 answered']);
  });

  it('does not let a read join one that was on its way before a write, and still is after it', async () => {
    const { ask, answer, answers } = scene({ cache: 1000, concurrency: 2 });
    ask('a', read(0));
    ask('b', write);
    await answer('last');
    ask('c', read(0));
    await answer('last');
    await answer();
    expect(answers).toEqual(['b 1 answered', 'c 2 answered', 'a 3 answered']);
  });

  it('asks what several wait for at whoever’s turn comes first', async () => {
    const { ask, answer, answers, sent } = scene({ cache: 0 });
    for (let address = 0; address < 6; address += 1) ask('loud', read(address));
    ask('polite', read(5));
    await answer();
    await answer();
    expect(sent.slice(0, 2)).toEqual([
      [3, 0],
      [3, 1],
    ]);
    await answer();
    expect(answers).toContain('polite 3 shared');
    expect(answers).toContain('loud 3 answered');
  });

  it('takes back what nobody waits for, and asks anew for one who comes then', async () => {
    const { ask, answer, answers, sent, waiting } = scene({ cache: 0 });
    const gone = new AbortController();
    ask('x', read(9));
    ask('a', read(0), gone.signal);
    ask('b', read(0), gone.signal);
    expect(waiting()).toBe(1);
    gone.abort();
    await answer();
    expect(answers.sort()).toEqual(['a abandoned', 'b abandoned', 'x 1 answered']);
    expect(waiting()).toBe(0);
    ask('c', read(0));
    await answer();
    expect(sent).toEqual([
      [3, 9],
      [3, 0],
    ]);
    expect(answers).toContain('c 2 answered');
  });
});
