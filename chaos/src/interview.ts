import type { Scene } from './scene.js';
import type { ConnectedSubject, Question } from './subject.js';

/** How one exchange ended. */
export type Ended =
  | { readonly kind: 'right' | 'unseen' | 'hang' }
  | { readonly kind: 'error'; readonly code: string; readonly elapsed: number }
  | { readonly kind: 'wrong'; readonly question: Question; readonly got: string; readonly right: string };

type Outcome = { readonly values: readonly number[] } | { readonly error: unknown } | { readonly hang: true };

interface InterviewParts {
  readonly scene: Scene;
  readonly connected: ConnectedSubject;
  /** Milliseconds after which a call hangs. */
  readonly limit: number;
}

/** Asks a client questions whose answers are known, and judges what it makes of them. */
export class Interview {
  readonly #scene: Scene;
  readonly #connected: ConnectedSubject;
  readonly #limit: number;
  /** Under way, so that several callers do not reconnect at the same time. */
  #reconnecting: Promise<unknown> | undefined;

  constructor({ scene, connected, limit }: InterviewParts) {
    this.#scene = scene;
    this.#connected = connected;
    this.#limit = limit;
  }

  async ask(question: Question, exchange: number): Promise<Ended> {
    const { clock, log, plant } = this.#scene;
    const watch = plant.watch(question);
    const began = clock.now();
    log.note(began, 'question', `${exchange}: ${describe(question)}`);
    const outcome = await this.#within(() => this.#connected.ask(question));
    log.note(clock.now(), 'outcome', `${exchange}: ${textOf(outcome)}`);
    if ('hang' in outcome) return { kind: 'hang' };
    if ('error' in outcome) {
      const { error } = outcome;
      const denied = watch.executions() > 0 && this.#connected.outcomeOf?.(error) === 'not-done';
      const got = `'${codeOf(error)}', as if it had not been carried out`;
      if (denied) return { kind: 'wrong', question, got, right: 'it was carried out' };
      await this.#reconnect();
      return { kind: 'error', code: codeOf(error), elapsed: clock.now() - began };
    }
    const { values } = outcome;
    if (watch.isRight(values)) return { kind: 'right' };
    if (this.#isUnseen(question, values, began)) return { kind: 'unseen' };
    const nothing = question.kind.startsWith('write-') ? 'confirmed' : 'no values';
    return { kind: 'wrong', question, got: values.join(' ') || nothing, right: watch.right };
  }

  /** Closes the client. */
  async end(): Promise<void> {
    await this.#within(() => this.#connected.close());
  }

  /** True when the client was given a sound frame with just these values that no device has sent. */
  #isUnseen(question: Question, values: readonly number[], since: number): boolean {
    const { plant, log } = this.#scene;
    if (plant.tiny && !this.#scene.damagedSince(since)) return false;
    for (const { frame, values: carried } of plant.soundAnswers(question, log.heard)) {
      const same =
        carried.length === values.length && carried.every((value, index) => value === values[index]);
      if (same && (plant.tiny || !this.#scene.wasSaid(frame))) return true;
    }
    return false;
  }

  async #reconnect(): Promise<void> {
    if (this.#connected.reconnect === undefined || this.#scene.port.isOpen) return;
    this.#reconnecting ??= this.#within(() => this.#connected.reconnect!()).finally(() => {
      this.#reconnecting = undefined;
    });
    await this.#reconnecting;
  }

  #within(action: () => Promise<unknown>): Promise<Outcome> {
    const { clock } = this.#scene;
    return new Promise(resolve => {
      const timer = clock.setTimer(() => resolve({ hang: true }), this.#limit);
      const settle = (outcome: Outcome): void => {
        clock.clearTimer(timer);
        resolve(outcome);
      };
      const run = async () => action();
      run().then(
        values => settle({ values: (values ?? []) as readonly number[] }),
        error => settle({ error }),
      );
    });
  }
}

/** The code of an error, or what comes closest to one. */
export function codeOf(error: unknown): string {
  const { code, name } = (error ?? {}) as { code?: unknown; name?: unknown };
  if (typeof code === 'string' || typeof code === 'number') return String(code);
  return typeof name === 'string' ? name : String(error);
}

function describe({ kind, unit, address, quantity, value }: Question): string {
  return `${kind} ${unit} ${address} ${quantity}${value === undefined ? '' : ` = ${value}`}`;
}

function textOf(outcome: Outcome): string {
  if ('hang' in outcome) return 'hang';
  if ('error' in outcome) return `${codeOf(outcome.error)}: ${(outcome.error as Error)?.message}`;
  return outcome.values.join(' ') || 'done';
}
