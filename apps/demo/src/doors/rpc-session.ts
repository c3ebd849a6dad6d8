import type { Clock } from '@bus/line';
import { type RpcAnswer, RpcCode } from '../protocol/index.js';
import type { Hub, Visit } from '../server/hub.js';
import type { DoorLimits } from '../server/settings/server-settings.js';
import type { Carrier, Ending } from './carrier.js';
import { OpenCalls, type Outcome } from './open-calls.js';
import { type Call, type Part, parseMessage } from './parse-message.js';
import { TokenBucket } from './token-bucket.js';

export interface SessionSettings {
  readonly hub: Hub;
  /** Says whether a token is the right one; absent where none is wanted. */
  readonly isToken?: (token: unknown) => boolean;
  readonly limits: DoorLimits;
  readonly clock: Clock;
  /** Hears of mistakes in the server. */
  readonly onError: (error: unknown) => void;
}

/** Characters of a message that weigh as much as a message more, where floods are concerned. */
const COUNTS_AS_ONE = 4096;

type Reply = (answer: RpcAnswer) => void;
type Answer = (outcome: Outcome) => void;

const failure = (code: number, message: string): Outcome => ({ error: { code, message } });

/**
 * One caller's conversation, whatever carries it: takes messages apart, lets in who has the token, keeps the caller within
 * the limits, and answers in the order in which calls end. What it is told after its end is ignored.
 */
export class RpcSession {
  readonly #carrier: Carrier;
  readonly #settings: SessionSettings;
  readonly #rate: TokenBucket;
  /** What runs dry only under ten times the rate. */
  readonly #flood: TokenBucket;
  readonly #calls: OpenCalls;
  readonly #patience: unknown;
  #visit: Visit | undefined;
  #over = false;

  constructor(carrier: Carrier, settings: SessionSettings) {
    const { limits, clock, isToken } = settings;
    this.#carrier = carrier;
    this.#settings = settings;
    this.#rate = new TokenBucket(limits.callsPerSecond, clock);
    this.#flood = new TokenBucket(10 * limits.callsPerSecond, clock);
    this.#calls = new OpenCalls(settings.onError);
    if (isToken === undefined) this.#enter();
    else {
      const tooLate = () => this.#expel(RpcCode.UNAUTHORIZED, 'no token came in time');
      this.#patience = clock.setTimer(tooLate, limits.patience);
    }
  }

  /** True when nothing is listened to any more. */
  get over(): boolean {
    return this.#over;
  }

  /** Takes one message; undefined stands for bytes that are no text. */
  message(text: string | undefined): void {
    if (this.#over) return;
    // Before it is parsed, which is what a flood of long messages would cost.
    if (!this.#flood.take(1 + Math.floor((text?.length ?? 0) / COUNTS_AS_ONE))) {
      this.#expel(RpcCode.TOO_FAST, 'far more than the server takes');
      return;
    }
    const parsed = parseMessage(text);
    if (Array.isArray(parsed)) this.#batch(parsed);
    else this.#part(parsed as Part, answer => this.#send(answer));
  }

  /** Ends the conversation over what is no message: too long, half. */
  refuse(reason: string, code = 1008): void {
    this.#expel(RpcCode.INVALID_REQUEST, reason, null, code);
  }

  /** The connection is gone. */
  left(): void {
    this.#over = true;
    this.#settings.clock.clearTimer(this.#patience);
    this.#calls.abort();
    const visit = this.#visit;
    this.#visit = undefined;
    try {
      visit?.leave();
    } catch (error) {
      this.#settings.onError(error);
    }
  }

  #enter(): void {
    this.#visit = this.#settings.hub.enter({
      name: this.#carrier.name,
      notify: (method, params) => this.#send({ jsonrpc: '2.0', method, params }),
    });
  }

  /** All answers of a batch go back together, as JSON-RPC wants it. */
  #batch(parts: readonly Part[]): void {
    const answers: RpcAnswer[] = [];
    let open = parts.filter(part => part.id !== undefined).length;
    const reply: Reply = answer => {
      answers.push(answer);
      open -= 1;
      if (open === 0) this.#send(answers);
    };
    if (!this.#flood.take(parts.length - 1)) {
      this.#expel(RpcCode.TOO_FAST, 'far more than the server takes');
      return;
    }
    for (const part of parts) {
      if (this.#over) return;
      this.#part(part, reply);
    }
  }

  #part(part: Part, reply: Reply): void {
    const { id } = part;
    const answer: Answer = outcome => {
      if (id !== undefined) reply({ jsonrpc: '2.0', id, ...outcome });
    };
    const inTime = this.#rate.take();
    if ('refused' in part) {
      answer({ error: part.refused.toObject() });
    } else if (!inTime) {
      const { callsPerSecond } = this.#settings.limits;
      answer(failure(RpcCode.TOO_FAST, `more than ${callsPerSecond} calls per second; slow down`));
    } else if (part.method === 'authenticate') {
      this.#authenticate(part, answer);
    } else if (this.#visit === undefined) {
      this.#expel(RpcCode.UNAUTHORIZED, 'authenticate must be the first call', id);
    } else {
      this.#begin(this.#visit, part, answer);
    }
  }

  #authenticate({ id, params }: Call, answer: Answer): void {
    const { isToken, clock } = this.#settings;
    if (isToken !== undefined && !isToken((params as { token?: unknown } | undefined)?.token)) {
      this.#expel(RpcCode.UNAUTHORIZED, 'the token is wrong', id);
      return;
    }
    clock.clearTimer(this.#patience);
    if (this.#visit === undefined) this.#enter();
    answer({ result: { ok: true } });
  }

  #begin(visit: Visit, call: Call, answer: Answer): void {
    const { openCalls } = this.#settings.limits;
    if (this.#calls.size < openCalls) this.#calls.start(visit, call, answer);
    else answer(failure(RpcCode.QUEUE_FULL, `${openCalls} calls are open already; wait for their answers`));
  }

  /** Says why, and shows the caller out. */
  #expel(code: number, message: string, id?: RpcAnswer['id'], status = 1008): void {
    if (this.#over) return;
    this.#send({ jsonrpc: '2.0', id: id ?? null, ...failure(code, message) });
    const ending: Ending = { code: status, reason: message };
    this.left();
    this.#carrier.end(ending);
  }

  #send(message: object): void {
    if (this.#over) return;
    const text = this.#toText(message);
    const { backlog } = this.#carrier;
    // A message of any size may go to whoever has taken everything before it.
    if (backlog === 0 || backlog + Buffer.byteLength(text) <= this.#settings.limits.bufferedBytes) {
      this.#carrier.send(text);
      return;
    }
    this.#over = true;
    this.#carrier.drop();
    // Not at once: the hub may be going through its subscribers.
    queueMicrotask(() => this.left());
  }

  #toText(message: object): string {
    try {
      return JSON.stringify(message);
    } catch (error) {
      this.#settings.onError(error);
      const { id = null } = message as { id?: RpcAnswer['id'] };
      const told = { code: RpcCode.INTERNAL, message: 'the answer cannot be written down' };
      return JSON.stringify({ jsonrpc: '2.0', id, error: told });
    }
  }
}
