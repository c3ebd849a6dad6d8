import { AbortedError } from '@bus/line';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FairTurns, MAX_WAITING } from './fair-turns.js';
import type { Applicant } from './line-access.js';

/** Turns whose tasks end when the test says so. */
function scene() {
  const turns = new FairTurns();
  const started: string[] = [];
  const open = new Map<string, () => void>();
  const ask = (applicant: Applicant, unit: string, name: string, signal?: AbortSignal) => {
    const work = () => {
      started.push(name);
      return new Promise<string>(resolve => open.set(name, () => resolve(name)));
    };
    return turns.run(applicant, unit, work, signal);
  };
  const end = async (name: string) => {
    open.get(name)!();
    open.delete(name);
    for (let ticks = 0; ticks < 8; ticks += 1) await Promise.resolve();
  };
  return { turns, started, open, ask, end };
}

const a: Applicant = { name: 'a' };
const b: Applicant = { name: 'b' };
const c: Applicant = { name: 'c' };

describe('turns at the units of a line', () => {
  it('go round between applicants, however many tasks one of them has', async () => {
    const { started, ask, end } = scene();
    for (const name of ['a1', 'a2', 'a3']) void ask(a, 'unit', name);
    void ask(b, 'unit', 'b1');
    void ask(c, 'unit', 'c1');
    for (const name of ['a1', 'b1', 'c1', 'a2', 'a3']) await end(name);
    expect(started).toEqual(['a1', 'b1', 'c1', 'a2', 'a3']);
  });

  it('come after one task of a flood, and not after all of it', async () => {
    const { started, ask, end } = scene();
    for (let task = 1; task <= 20; task += 1) void ask(a, 'unit', `a${task}`);
    void ask(b, 'unit', 'b1');
    await end('a1');
    expect(started).toEqual(['a1', 'b1']);
  });

  it('are not held up by a busy unit: other units go on', async () => {
    const { started, ask, end } = scene();
    void ask(a, 'one', 'a1');
    void ask(b, 'one', 'b1');
    void ask(b, 'two', 'b2');
    expect(started).toEqual(['a1', 'b2']);
    await end('a1');
    await end('b2');
    expect(started).toEqual(['a1', 'b2', 'b1']);
  });

  it('give an applicant one place at the line, or as many as it may have', () => {
    const { started, ask } = scene();
    const wide: Applicant = { name: 'wide', parallel: 2 };
    for (const unit of ['1', '2', '3']) {
      void ask(a, `a${unit}`, `a${unit}`);
      void ask(wide, `w${unit}`, `w${unit}`);
    }
    expect(started).toEqual(['a1', 'w1', 'w2']);
  });

  it('are not lost for ever by one whose place is always taken when a unit becomes free', async () => {
    const { started, ask, end } = scene();
    void ask(b, 'busy', 'b1');
    void ask(a, 'other', 'a1');
    void ask(a, 'busy', 'a2');
    void ask(b, 'busy', 'b2');
    await end('b1');
    expect(started).toEqual(['b1', 'a1', 'b2']);
    void ask(b, 'busy', 'b3');
    await end('b2');
    expect(started).toEqual(['b1', 'a1', 'b2', 'a2']);
  });

  it('leave no trace of a task that was given up before its turn', async () => {
    const { turns, started, ask, end } = scene();
    const controller = new AbortController();
    void ask(a, 'unit', 'a1');
    const given = ask(b, 'unit', 'b1', controller.signal);
    void ask(c, 'unit', 'c1');
    controller.abort();
    await expect(given).rejects.toBeInstanceOf(AbortedError);
    await expect(ask(b, 'unit', 'b2', controller.signal)).rejects.toBeInstanceOf(AbortedError);
    expect(turns.waiting).toBe(1);
    await end('a1');
    await end('c1');
    expect(started).toEqual(['a1', 'c1']);
  });

  it('do not listen to the signal of a task that has begun', async () => {
    const { ask, end } = scene();
    const controller = new AbortController();
    const result = ask(a, 'unit', 'a1', controller.signal);
    controller.abort();
    await end('a1');
    expect(await result).toBe('a1');
  });

  it('go on after a task that failed, at once or later', async () => {
    const { turns } = scene();
    const broken = turns.run(a, 'unit', () => {
      throw new Error('broken');
    });
    await expect(broken).rejects.toThrow('broken');
    await expect(turns.run(a, 'unit', () => Promise.reject(new Error('later')))).rejects.toThrow('later');
    expect(await turns.run(b, 'unit', async () => 1)).toBe(1);
  });

  it('are refused to one who has too many tasks waiting, and not to others', async () => {
    const { turns, started, ask } = scene();
    for (let task = 0; task <= MAX_WAITING; task += 1) void ask(a, 'unit', `a${task}`);
    expect(turns.waiting).toBe(MAX_WAITING);
    await expect(ask(a, 'unit', 'too many')).rejects.toMatchObject({ name: 'RpcError', code: -32003 });
    void ask(b, 'other', 'b1');
    expect(started).toEqual(['a0', 'b1']);
    expect(turns.waiting).toBe(MAX_WAITING);
  });
});

describe('whatever comes in whatever order', () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant('ask' as const), who: fc.nat(3), unit: fc.nat(2) }),
    fc.record({ kind: fc.constant('end' as const), which: fc.nat(20) }),
    fc.record({ kind: fc.constant('abort' as const), which: fc.nat(20) }),
  );

  it('no two tasks of a unit overlap, nobody is overtaken twice by the same one, and nothing is lost', async () => {
    const run = fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 60 }), async steps => {
      const { turns, started, open, ask, end } = scene();
      const applicants = [0, 1, 2, 3].map(n => ({ name: `${n}`, ...(n === 3 ? { parallel: 3 } : {}) }));
      const tasks: { name: string; who: number; unit: number; cancel: AbortController; after: number }[] = [];
      const cancelled = new Set<string>();
      const ended: string[] = [];
      const check = () => {
        const running = tasks.filter(({ name }) => open.has(name));
        expect(new Set(running.map(({ unit }) => unit)).size).toBe(running.length);
        for (const who of applicants.keys()) {
          const places = applicants[who]!.parallel ?? 1;
          expect(running.filter(task => task.who === who).length).toBeLessThanOrEqual(places + 1);
        }
      };
      const ask1 = (who: number, unit: number) => {
        const task = {
          name: `${tasks.length}`,
          who,
          unit,
          cancel: new AbortController(),
          after: started.length,
        };
        tasks.push(task);
        ask(applicants[who]!, `${unit}`, task.name, task.cancel.signal).then(
          name => ended.push(name),
          () => cancelled.add(task.name),
        );
      };
      const endOne = async (which: number) => {
        const names = [...open.keys()];
        if (names.length > 0) await end(names[which % names.length]!);
      };
      for (const each of steps) {
        if (each.kind === 'ask') ask1(each.who, each.unit);
        else if (each.kind === 'end') await endOne(each.which);
        else tasks[each.which % Math.max(1, tasks.length)]?.cancel.abort();
        await Promise.resolve();
        check();
      }
      while (open.size > 0) {
        await endOne(0);
        check();
      }
      expect(turns.waiting).toBe(0);
      expect([...ended, ...cancelled].sort()).toEqual(tasks.map(({ name }) => name).sort());
      for (const task of tasks) {
        if (cancelled.has(task.name)) continue;
        // Own tasks of the same unit come before; each other applicant passes at most once for each of them and once
        // more, and once more where the own places were taken.
        const between = started
          .slice(task.after, started.indexOf(task.name))
          .map(name => tasks[Number(name)]!)
          .filter(({ unit }) => unit === task.unit);
        const own = between.filter(({ who }) => who === task.who).length;
        for (const who of applicants.keys()) {
          if (who === task.who) continue;
          const passed = between.filter(other => other.who === who).length;
          expect(passed).toBeLessThanOrEqual(2 * (own + 1));
        }
      }
    });
    await fc.assert(run, { numRuns: 300 });
  });
});
