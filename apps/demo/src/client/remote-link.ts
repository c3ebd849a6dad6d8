import type { Clock, Timer } from '@bus/line';
import { type MethodName, RpcCode, type RpcError, type RpcErrorObject } from '../protocol/index.js';
import { BackOff, type BackOffOptions } from './back-off.js';
import type { Connector, MessageConnection } from './connector.js';

/**
 * - `connecting`: the first attempt is under way.
 * - `open`: the server answers.
 * - `lost`: there is no connection; attempts go on.
 * - `refused`: the server wants a token, or another one; there are no further attempts.
 * - `closed`: by `close`.
 */
export type BusState = 'connecting' | 'open' | 'lost' | 'refused' | 'closed';

/** What a link needs of its owner. */
export interface LinkOwner {
  /** Makes a call on the present connection. */
  ask(method: MethodName, params: object, timeout: number): Promise<unknown>;
  message(text: string): void;
  /** Comes with every end of a connection or attempt, even where neither state nor reason is new. */
  changed(state: BusState, reason: string | undefined): void;
}

export interface LinkOptions {
  readonly token?: string;
  readonly reconnect: BackOffOptions;
  readonly clock: Clock;
  readonly random: () => number;
}

/** Milliseconds for an attempt to connect, and for each answer that shows that the server is there. */
const PATIENCE = 10_000;
/** Milliseconds of silence after which the server is asked whether it is still there. */
const QUIET = 20_000;
/** When somebody has reason to think that the connection is lost, this much silence is enough. */
const SUSPICIOUS = 1000;

/** Keeps a connection to a server: makes it, proves that it answers, notices its loss, and makes it again. */
export class RemoteLink {
  readonly #connector: Connector;
  readonly #owner: LinkOwner;
  readonly #options: LinkOptions;
  readonly #backOff: BackOff;
  /** The present attempt or connection; what others report is ignored. */
  #current: object | undefined;
  #connection: MessageConnection | undefined;
  /** One at a time: for the attempt, the next attempt, or the next look whether the server is there. */
  #timer: Timer | undefined;
  #complaint: RpcErrorObject | undefined;
  #heardAt = 0;
  #openedAt = 0;
  #isProbing = false;
  state: BusState = 'connecting';
  reason: string | undefined;
  /** When the next attempt begins, by the clock; undefined while none is waited for. */
  retryAt: number | undefined;

  constructor(connector: Connector, owner: LinkOwner, options: LinkOptions) {
    this.#connector = connector;
    this.#owner = owner;
    this.#options = options;
    this.#backOff = new BackOff(options.reconnect, options.random);
  }

  send(text: string): void {
    this.#connection?.send(text);
  }

  /** The server said something against the connection as a whole; it usually ends it then. */
  complain(error: RpcErrorObject): void {
    this.#complaint = error;
    if (error.code === RpcCode.UNAUTHORIZED) this.#finish('refused', error.message);
  }

  /** Makes an attempt. */
  connect(): void {
    const current = {};
    this.retryAt = undefined;
    this.#current = current;
    this.#complaint = undefined;
    const whileCurrent = (action: () => void): void => {
      if (this.#current === current) action();
    };
    this.#setTimer(PATIENCE, () => this.#lost(`no connection within ${PATIENCE} ms`));
    const connection = this.#connector({
      opened: () => whileCurrent(() => this.#greet(whileCurrent)),
      message: text =>
        whileCurrent(() => {
          this.#heardAt = this.#options.clock.now();
          this.#owner.message(text);
        }),
      closed: reason => whileCurrent(() => this.#lost(this.#complaint?.message ?? reason)),
    });
    if (this.#current === current) this.#connection = connection;
    else connection.close();
  }

  /** There is reason to think that an attempt may succeed now, or that the connection is lost. */
  retryNow(): void {
    const waits = this.state === 'lost' && this.#current === undefined;
    const silent = this.#options.clock.now() - this.#heardAt >= SUSPICIOUS;
    if (waits) {
      this.#backOff.reset();
      this.connect();
    } else if (this.state === 'open' && silent) this.#probe();
  }

  /** Gives the present connection up, and tries again later. */
  giveUp(reason: string): void {
    if (this.#current !== undefined) this.#lost(reason);
  }

  close(): void {
    this.#finish('closed', 'it was closed');
  }

  /** What is connected to may be anything: only an answer shows that it is the server, and that it lets us in. */
  #greet(whileCurrent: (action: () => void) => void): void {
    const { token } = this.#options;
    const question: [MethodName, object] =
      token === undefined ? ['server.info', {}] : ['authenticate', { token }];
    this.#owner.ask(...question, PATIENCE).then(
      () => whileCurrent(() => this.#opened()),
      (error: RpcError) =>
        whileCurrent(() => {
          if (error.code === RpcCode.UNAUTHORIZED) this.#finish('refused', error.message);
          else this.#lost(error.message);
        }),
    );
  }

  #opened(): void {
    const { clock } = this.#options;
    this.#openedAt = clock.now();
    this.#watch();
    this.#change('open', undefined);
  }

  #watch(): void {
    const { clock } = this.#options;
    const left = this.#heardAt + QUIET - clock.now();
    this.#setTimer(left, () => {
      if (clock.now() - this.#heardAt >= QUIET) this.#probe();
      else this.#watch();
    });
  }

  #probe(): void {
    if (this.#isProbing) return;
    const current = this.#current;
    this.#isProbing = true;
    const done = (error?: RpcError): void => {
      this.#isProbing = false;
      if (this.#current !== current) return;
      if (error?.code === RpcCode.NO_ANSWER) this.#lost('the server does not answer any more');
      else this.#watch();
    };
    this.#owner.ask('server.info', {}, PATIENCE).then(() => done(), done);
  }

  #lost(reason: string): void {
    const { clock, reconnect } = this.#options;
    // Not at once after it opened: a server that shows everybody out would be besieged.
    if (this.state === 'open' && clock.now() - this.#openedAt >= reconnect.max) this.#backOff.reset();
    this.#disconnect();
    const wait = this.#backOff.next();
    this.retryAt = clock.now() + wait;
    this.#setTimer(wait, () => this.connect());
    this.#change('lost', reason);
  }

  #finish(state: 'refused' | 'closed', reason: string): void {
    if (this.state === 'closed') return;
    this.#disconnect();
    this.#change(state, reason);
  }

  #disconnect(): void {
    this.#options.clock.clearTimer(this.#timer);
    this.retryAt = undefined;
    this.#current = undefined;
    this.#connection?.close();
    this.#connection = undefined;
  }

  #setTimer(milliseconds: number, action: () => void): void {
    const { clock } = this.#options;
    clock.clearTimer(this.#timer);
    this.#timer = clock.setTimer(action, milliseconds);
  }

  #change(state: BusState, reason: string | undefined): void {
    this.state = state;
    this.reason = reason;
    this.#owner.changed(state, reason);
  }
}
