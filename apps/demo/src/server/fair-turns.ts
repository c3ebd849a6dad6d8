import { AbortedError } from '@bus/line';
import { RpcCode, RpcError } from '../protocol/index.js';
import type { Applicant } from './line-access.js';

/** Tasks of one applicant that may wait. */
export const MAX_WAITING = 32;

interface Task {
  readonly applicant: Applicant;
  readonly unit: string;
  start(): Promise<void>;
}

/** What is known of somebody who has tasks here. */
interface Desk {
  /** In the order in which they came. */
  readonly waiting: Task[];
  running: number;
  /** Units that somebody else was given in its turn, because all places of the applicant were taken. */
  readonly missed: Set<string>;
}

/** What is known of a unit with which somebody has to do. */
interface UnitTurns {
  /** Whose task is at the unit. */
  at: Applicant | undefined;
  /** Who has a task waiting for it and none at it, in the order of their turns. */
  readonly rotation: Applicant[];
}

/**
 * Lets applicants take turns at the units of a line.
 *
 *     unit 1   A ─┬─ B ── C ── A ── …       whoever has had a turn goes behind those who wait
 *     unit 2   B ─┘                         meanwhile others are at other units
 *
 * At a unit there is one task at a time. An applicant has `parallel` tasks at the line at a time, and one more where it
 * has missed a turn for want of a place already: else it could wait for ever for a unit that others use all the time.
 * A task that never ends holds up its own unit and its own applicant's place, and nothing else.
 *
 * Why here, when the line has a queue of its own: that one knows units, but not who asks; and while a late answer of one
 * unit is awaited there, other units go on only if their questions are at the line already.
 */
export class FairTurns {
  readonly #desks = new Map<Applicant, Desk>();
  readonly #units = new Map<string, UnitTurns>();
  #waiting = 0;

  /** Tasks that wait for their turn. */
  get waiting(): number {
    return this.#waiting;
  }

  /**
   * Carries a task out when its turn comes.
   *
   * @throws {RpcError} `QUEUE_FULL`: 32 tasks of this applicant wait already.
   * @throws {AbortedError} `signal` fired before the turn; afterwards it is the task's own business.
   * @throws whatever the task throws.
   */
  run<T>(applicant: Applicant, unit: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (signal?.aborted) {
        reject(givenUp(unit, signal));
        return;
      }
      const onAbort = () => {
        this.#remove(task);
        reject(givenUp(unit, signal!));
      };
      const task: Task = {
        applicant,
        unit,
        start: async () => {
          signal?.removeEventListener('abort', onAbort);
          try {
            resolve(await work());
          } catch (error) {
            reject(error);
          }
        },
      };
      const desk = this.#deskOf(applicant);
      this.#add(task, desk);
      this.#serve(unit);
      if (desk.waiting.length > MAX_WAITING) {
        this.#remove(task);
        reject(queueFull(applicant));
      } else if (desk.waiting.includes(task)) {
        signal?.addEventListener('abort', onAbort, { once: true });
      }
    });
  }

  #add(task: Task, desk: Desk): void {
    const unit = this.#units.get(task.unit) ?? { at: undefined, rotation: [] };
    this.#units.set(task.unit, unit);
    desk.waiting.push(task);
    this.#waiting += 1;
    // One who is at the unit comes into its rotation again when that task has ended.
    if (unit.at !== task.applicant && !unit.rotation.includes(task.applicant))
      unit.rotation.push(task.applicant);
  }

  /** Gives a free unit to the first in its rotation that may come. */
  #serve(name: string): void {
    const unit = this.#units.get(name);
    if (unit === undefined || unit.at !== undefined) return;
    const next = unit.rotation.findIndex(applicant => this.#mayCome(applicant, name));
    if (next < 0) return;
    for (const applicant of unit.rotation.slice(0, next)) this.#desks.get(applicant)!.missed.add(name);
    const { waiting } = this.#desks.get(unit.rotation[next]!)!;
    this.#start(waiting.find(task => task.unit === name)!);
  }

  #mayCome(applicant: Applicant, unit: string): boolean {
    const { running, missed } = this.#desks.get(applicant)!;
    const places = applicant.parallel ?? 1;
    return running < places || (running === places && missed.has(unit));
  }

  #start(task: Task): void {
    const desk = this.#desks.get(task.applicant)!;
    const unit = this.#units.get(task.unit)!;
    take(desk.waiting, task);
    take(unit.rotation, task.applicant);
    this.#waiting -= 1;
    desk.running += 1;
    desk.missed.delete(task.unit);
    unit.at = task.applicant;
    void task.start().then(() => this.#ended(task));
  }

  #ended({ applicant, unit: name }: Task): void {
    const desk = this.#desks.get(applicant)!;
    const unit = this.#units.get(name)!;
    desk.running -= 1;
    unit.at = undefined;
    if (desk.waiting.some(task => task.unit === name)) unit.rotation.push(applicant);
    this.#serve(name);
    for (const waiting of new Set(desk.waiting.map(task => task.unit))) this.#serve(waiting);
    this.#forget(applicant, name);
  }

  /** Takes a waiting task out. */
  #remove(task: Task): void {
    const { applicant, unit } = task;
    const desk = this.#desks.get(applicant)!;
    take(desk.waiting, task);
    this.#waiting -= 1;
    if (!desk.waiting.some(other => other.unit === unit)) {
      desk.missed.delete(unit);
      const { rotation } = this.#units.get(unit)!;
      if (rotation.includes(applicant)) take(rotation, applicant);
    }
    this.#forget(applicant, unit);
  }

  #deskOf(applicant: Applicant): Desk {
    const desk = this.#desks.get(applicant) ?? { waiting: [], running: 0, missed: new Set() };
    this.#desks.set(applicant, desk);
    return desk;
  }

  /** Keeps nothing of those who have nothing here. */
  #forget(applicant: Applicant, name: string): void {
    const desk = this.#desks.get(applicant);
    if (desk !== undefined && desk.running === 0 && desk.waiting.length === 0) this.#desks.delete(applicant);
    const unit = this.#units.get(name);
    if (unit !== undefined && unit.at === undefined && unit.rotation.length === 0) this.#units.delete(name);
  }
}

function take<T>(list: T[], item: T): void {
  list.splice(list.indexOf(item), 1);
}

function givenUp(unit: string, signal: AbortSignal): AbortedError {
  return new AbortedError(`${unit}: given up before its turn`, { cause: signal.reason });
}

function queueFull({ name }: Applicant): RpcError {
  return new RpcError(RpcCode.QUEUE_FULL, `${MAX_WAITING} calls of ${name} wait for this line already`);
}
