import { mulberry32, randomInteger } from '@bus/sim';
import type { Cell } from './cell.js';
import { seedFor } from './cell.js';
import { Escapes } from './escapes.js';
import { expectedUnseen } from './expected-unseen.js';
import { fakeGlobals } from './fake-globals.js';
import { type Ended, Interview } from './interview.js';
import { Scene } from './scene.js';
import { type Counts, increase, noCounts, Recovery, type WrongValue } from './tally.js';

/** Exchanges on one line; then a new line begins, with a seed of its own. */
export const BLOCK = 500;
/** A call that has taken so many time-outs hangs. */
const HANG = 100;
/** Milliseconds that a caller waits after an error that took no time. */
const PATIENCE = 100;

/** What came of one block. */
export interface BlockResult {
  readonly counts: Counts;
  readonly firstWrong: WrongValue | undefined;
  readonly escaped: readonly unknown[];
}

/** Runs the exchanges of one block of a cell on a line of its own, in virtual time. */
export async function runBlock(
  cell: Cell,
  seed: number,
  block: number,
  exchanges: number,
): Promise<BlockResult> {
  // Clients of one framing meet the same chances.
  const own = seedFor(seed, `${cell.framing} ${cell.fault.name} ${cell.callers} ${block}`);
  const random = mulberry32(own);
  const scene = new Scene({ framing: cell.framing, fault: cell.fault, seed: own, random });
  const escapes = new Escapes().begin();
  const restore = fakeGlobals(scene.clock, mulberry32(own ^ 1), error => escapes.note(error));
  const counts = noCounts();
  try {
    const firstWrong = await converse(cell, scene, random, { block, exchanges }, counts);
    counts.rejections += escapes.errors.length;
    counts.struck = scene.strikes;
    counts.expected = expectedUnseen(cell, scene.virtual.faultLog);
    counts.time = scene.clock.now();
    counts.wire = scene.log.sum;
    return { counts, firstWrong, escaped: escapes.errors };
  } finally {
    restore();
    escapes.end();
  }
}

async function converse(
  { subject, callers }: Cell,
  scene: Scene,
  random: () => number,
  { block, exchanges }: { block: number; exchanges: number },
  counts: Counts,
): Promise<WrongValue | undefined> {
  const { clock, timeout } = scene;
  const connected = await clock.until(subject.connect(scene.port, { timeout, clock }));
  const interview = new Interview({ scene, connected, limit: HANG * timeout });
  const recovery = new Recovery(counts);
  let firstWrong: WrongValue | undefined;
  let asked = 0;
  let hung = false;
  const take = (ended: Ended, exchange: number): void => {
    counts.exchanges += 1;
    recovery.ended(ended.kind === 'right', scene.strikes);
    if (ended.kind === 'error') increase(counts.errors, ended.code);
    else if (ended.kind === 'hang') counts.hangs += 1;
    else counts[ended.kind] += 1;
    if (ended.kind !== 'wrong') return;
    const { question, got, right } = ended;
    firstWrong ??= { block, exchange, question, got, right, events: scene.log.events };
  };
  const caller = async (number: number): Promise<void> => {
    while (asked < exchanges && !hung) {
      const exchange = asked++;
      const ended = await interview.ask(scene.plant.draw(random, number, callers), exchange);
      take(ended, exchange);
      if (ended.kind === 'hang') hung = true;
      else if (ended.kind === 'error' && ended.elapsed < 1) await clockPause(scene, PATIENCE);
      // Mostly the next question follows at once, which is the hardest.
      else if (random() < 0.1) await clockPause(scene, randomInteger(random, 1, timeout));
    }
  };
  await clock.until(Promise.all(Array.from({ length: callers }, (_, number) => caller(number))));
  await clock.until(interview.end());
  return firstWrong;
}

function clockPause({ clock }: Scene, milliseconds: number): Promise<void> {
  return new Promise(resolve => clock.setTimer(resolve, milliseconds));
}
