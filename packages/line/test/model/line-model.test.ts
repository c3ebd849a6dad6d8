import { describe, expect, it } from 'vitest';
import { type RunResult, runModel } from './model-run.js';

/*
 * Runs of a line in a world drawn from a seed. In packages/line:
 *
 *     LINE_MODEL_SEEDS=10000 npx vitest run test/model                          more seeds
 *     LINE_MODEL_FROM=10001 LINE_MODEL_SEEDS=10000 npx vitest run test/model    others
 *     LINE_MODEL_REPLAY=17 npx vitest run test/model                            one of them, with all that happens
 *
 * The seeds are fixed, so that a run fails because of what was changed. Not with fast-check: what is drawn depends on
 * what the line does meanwhile, so that fewer draws would tell another story instead of a shorter one.
 */
const { LINE_MODEL_REPLAY: replayed, LINE_MODEL_FROM = 1, LINE_MODEL_SEEDS = 500 } = process.env;
const FIRST = Number(replayed ?? LINE_MODEL_FROM);
const COUNT = replayed === undefined ? Number(LINE_MODEL_SEEDS) : 1;
const log = replayed === undefined ? undefined : console.log;
/** Milliseconds that a run takes at most on a machine with much else to do. */
const EACH = 200;
/** Seeds whose failure is shown in full. */
const SHOWN = 5;

describe('a line under everything at once', () => {
  it(
    'settles every call, gives each question its own answer, and leaves no timer behind',
    async () => {
      const wrong: RunResult[] = [];
      for (let seed = FIRST; seed < FIRST + COUNT; seed += 1) {
        const result = await runModel(seed, log);
        if (result.problems.length > 0) wrong.push(result);
      }
      expect(wrong.slice(0, SHOWN).map(describeRun).join('\n\n')).toBe('');
      expect(wrong.map(({ seed }) => seed)).toEqual([]);
    },
    Math.max(30_000, EACH * COUNT),
  );

  it('answers many calls and fails others, so that there is something to be wrong about', async () => {
    let answered = 0;
    let failed = 0;
    for (let seed = 1; seed <= 20; seed += 1) {
      const result = await runModel(seed);
      answered += result.answered;
      failed += result.failed;
    }
    expect(answered).toBeGreaterThan(500);
    expect(failed).toBeGreaterThan(300);
  });

  it('tells the same story again for the same seed, with a log and without', async () => {
    const story: unknown[][] = [];
    const told = await runModel(3, (...words) => story.push(words));
    expect(await runModel(3)).toEqual(told);
    expect(story.length).toBeGreaterThan(told.heard);
  });
});

/** What was wrong in a run, and how to look at it. */
function describeRun({ seed, problems, circumstances }: RunResult): string {
  return [
    `Seed ${seed}:`,
    ...problems.map(problem => `  - ${problem}`),
    `  in ${circumstances}`,
    `  Replay: LINE_MODEL_REPLAY=${seed} npx vitest run test/model (in packages/line)`,
  ].join('\n');
}
