import { type Events, RpcCode, RpcError, type Topic } from '../protocol/index.js';
import { type HubParts, lineOf } from './call-context.js';
import type { Caller } from './hub.js';

/** Subscriptions that one caller may have. */
export const MAX_SUBSCRIPTIONS = 16;
/** Frames of one notification, so that none is too long for a client. */
export const FRAMES_AT_ONCE = 50;

type Send<T extends Topic> = (event: Events[T]) => void;

/** Begins to tell, and returns what ends it. */
type Start = (send: (event: object) => void) => () => void;

/** What one caller is told without asking each time. */
export class Subscriptions {
  readonly #parts: Pick<HubParts, 'lines' | 'board' | 'clock'>;
  readonly #caller: Caller;
  readonly #endings = new Map<number, () => void>();
  #count = 0;

  constructor(parts: Pick<HubParts, 'lines' | 'board' | 'clock'>, caller: Caller) {
    this.#parts = parts;
    this.#caller = caller;
  }

  /**
   * Begins to tell of a topic: first what is known, then what changes. The first notification comes after the answer.
   *
   * @param line for `trace` always; otherwise to be told of this one only.
   * @returns the number of the subscription.
   * @throws {RpcError} `INVALID_PARAMS` or `NOT_FOUND`.
   */
  begin(topic: Topic, line: string | undefined): number {
    if (this.#endings.size >= MAX_SUBSCRIPTIONS) {
      const message = `there are ${MAX_SUBSCRIPTIONS} subscriptions already: end one with unsubscribe`;
      throw new RpcError(RpcCode.INVALID_PARAMS, message);
    }
    const start = this.#startOf(topic, line);
    const subscription = ++this.#count;
    const { clock } = this.#parts;
    // The answer with the number must be on its way before anything that refers to it.
    const timer = clock.setTimer(() => {
      const end = start(event => this.#caller.notify(topic, { ...event, subscription }));
      this.#endings.set(subscription, end);
    }, 0);
    this.#endings.set(subscription, () => clock.clearTimer(timer));
    return subscription;
  }

  /** @throws {RpcError} `NOT_FOUND`. */
  end(subscription: number): void {
    const end = this.#endings.get(subscription);
    if (end === undefined)
      throw new RpcError(RpcCode.NOT_FOUND, `there is no subscription ${subscription} of yours`);
    this.#endings.delete(subscription);
    end();
  }

  endAll(): void {
    for (const subscription of [...this.#endings.keys()]) this.end(subscription);
  }

  #startOf(topic: Topic, line: string | undefined): Start {
    if (topic === 'values') return this.#values(line);
    return topic === 'trace' ? this.#trace(line) : this.#lines(line);
  }

  #values(lineId: string | undefined): (send: Send<'values'>) => () => void {
    const { board } = this.#parts;
    if (lineId !== undefined) lineOf(this.#parts, lineId);
    const lines = new Map(board.instruments.map(({ id, line }) => [id, line]));
    const isWanted = (instrument: string) => lineId === undefined || lines.get(instrument) === lineId;
    return send => {
      for (const values of board.latest) if (isWanted(values.instrument)) send(values);
      return board.watch(values => {
        if (isWanted(values.instrument)) send(values);
      });
    };
  }

  #trace(lineId: string | undefined): (send: Send<'trace'>) => () => void {
    if (lineId === undefined)
      throw new RpcError(RpcCode.INVALID_PARAMS, "subscribe: 'line' is missing, which a trace needs");
    const line = lineOf(this.#parts, lineId);
    return send => {
      let last = 0;
      const sendNew = (frames: typeof line.recent) => {
        // The frames of a batch that was being gathered at the beginning were among the latest already.
        const unknown = frames.filter(({ number }) => number > last);
        last = unknown.at(-1)?.number ?? last;
        for (let at = 0; at < unknown.length; at += FRAMES_AT_ONCE)
          send({ line: line.id, frames: unknown.slice(at, at + FRAMES_AT_ONCE) });
      };
      sendNew(line.recent);
      return line.on('trace', sendNew);
    };
  }

  #lines(lineId: string | undefined): (send: Send<'lines'>) => () => void {
    const all = [...this.#parts.lines.values()];
    const lines = lineId === undefined ? all : [lineOf(this.#parts, lineId)];
    return send => {
      const endings = lines.map(line => {
        send(line.info);
        return line.on('info', send);
      });
      return () => {
        for (const end of endings) end();
      };
    };
  }
}
