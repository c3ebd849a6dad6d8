import type { Answer, Question } from './model-exchanges.js';
import type { WildDevice } from './wild-device.js';

/** A call that was made. */
interface Call {
  readonly name: string;
  /** The request that the device had heard last when the call was made: what answers it comes behind this one. */
  readonly after: number;
  /** The same when the line was closed first since then: nothing behind it may answer the call any more. */
  closedAt: number;
}

interface CallsParts {
  readonly device: WildDevice;
  /** True: some answers come twice. */
  readonly copies: boolean;
  readonly log: (...words: unknown[]) => void;
}

/** What was asked of the line and has to settle, and whether it settled in a way that can be true. */
export class Calls {
  /** What may not be, in words. */
  readonly problems: string[] = [];
  answered = 0;
  failed = 0;
  /** Calls that were made. */
  made = 0;
  /** True: nothing goes wrong, so whatever is asked must be answered. */
  certain = false;
  /** True: the line was closed, and nothing has been asked of it since. */
  closed = false;
  readonly #parts: CallsParts;
  readonly #open = new Set<Call>();
  readonly #writes: Question[] = [];

  constructor(parts: CallsParts) {
    this.#parts = parts;
  }

  /** What has not settled, in words. */
  get open(): string[] {
    return [...this.#open].map(({ name }) => name);
  }

  /** Awaits the answer to a question. */
  ask(question: Question, begin: () => Promise<Answer | undefined>): void {
    if (question.kind !== 'read') this.#writes.push(question);
    this.closed = false;
    this.await(question.exchange.label, begin, (value, call) => {
      this.answered += 1;
      if (value !== undefined) this.#checkAnswer(value, question, call);
      if (question.kind === 'write') this.#checkConfirmation(question, call);
    });
  }

  /** Awaits anything. It may fail, though only with an error of the SDK, unless it is `certain` that it succeeds. */
  await<T>(
    label: string,
    begin: () => Promise<T>,
    check: (value: T, call: Call) => void = () => {},
    certain = this.certain,
  ): void {
    this.made += 1;
    const name = `call ${this.made} (${label})`;
    const call = { name, after: this.#parts.device.heard, closedAt: Number.POSITIVE_INFINITY };
    this.#open.add(call);
    this.#parts.log(name);
    begin().then(
      value => {
        this.#settled(call, `gave ${JSON.stringify(value)}`);
        check(value, call);
      },
      error => {
        this.failed += 1;
        this.#settled(call, `failed: ${error?.message}`);
        // A line that does not know yet whether there is an echo can't know a confirmation from one.
        const excused = certain ? error?.code === 'echo-ambiguous' : typeof error?.code === 'string';
        if (!excused) this.problems.push(`${name} failed: ${error}`);
      },
    );
  }

  /** The line is about to be closed. */
  closing(): void {
    this.closed = true;
    for (const call of this.#open) call.closedAt = Math.min(call.closedAt, this.#parts.device.heard);
  }

  /** Looks for writes that were sent more often than they were asked for. */
  checkWrites(): void {
    const keyOf = ({ unit, address }: { unit: number; address: number }) =>
      `unit ${unit}, address ${address}`;
    const left = new Map<string, number>();
    for (const write of this.#writes) left.set(keyOf(write), (left.get(keyOf(write)) ?? 0) + 1);
    for (const write of this.#parts.device.written) {
      const rest = (left.get(keyOf(write)) ?? 0) - 1;
      left.set(keyOf(write), rest);
      if (rest < 0) this.problems.push(`${keyOf(write)} was written more often than it was asked for`);
    }
  }

  #settled(call: Call, how: string): void {
    this.#open.delete(call);
    this.#parts.log(call.name, how);
  }

  #checkAnswer({ unit, address, serial }: Answer, question: Question, { name, after, closedAt }: Call): void {
    if (unit !== question.unit || address !== question.address)
      this.problems.push(`${name} was given the answer of unit ${unit} for address ${address}`);
    // Where answers come twice, the copy of an earlier answer to the same question can't always be told from a new one.
    else if (serial <= after && !this.#parts.copies)
      this.problems.push(`${name} was given an answer to request ${serial}, which came before the call`);
    if (serial > closedAt)
      this.problems.push(
        `${name} was given an answer to request ${serial}, though the line was closed before`,
      );
  }

  /** Confirmations say nothing of the question: but the device knows whether it has made one since the call. */
  #checkConfirmation({ unit, address }: Question, { name, after, closedAt }: Call): void {
    const real = this.#parts.device.written.some(
      write =>
        write.confirmed &&
        write.unit === unit &&
        write.address === address &&
        write.serial > after &&
        write.serial <= closedAt,
    );
    if (!real) this.problems.push(`${name} was confirmed, but not by the device`);
  }
}
