import type { Events, MethodName, MethodResults, ParamsOf, Topic } from '../../protocol/index.js';

/** `refused`: the server wants another token, and nothing further is tried. `closed`: by us. */
export type ConnectionState = 'connecting' | 'open' | 'lost' | 'refused' | 'closed';

/** What the page needs of a connection to the server; `RemoteBus` is one. */
export interface Bus {
  readonly state: ConnectionState;
  /** Milliseconds until the next attempt to connect; undefined while none is waited for. */
  readonly retryIn?: number | undefined;
  /** @param listener hears the state and, where it is not open, why. */
  on(event: 'state', listener: (state: ConnectionState, reason: string | undefined) => void): () => void;
  /** @throws {RpcError} */
  call<M extends MethodName>(method: M, params: ParamsOf<M>): Promise<MethodResults[M]>;
  /** Survives lost connections. Returns what ends it. */
  subscribe<T extends Topic>(
    topic: T,
    params: { readonly line?: string },
    listener: (event: Events[T]) => void,
  ): () => void;
  /** Does not wait any longer before the next attempt. */
  retryNow(): void;
  close(): void;
}

/** Begins to connect. */
export type BusFactory = (token: string | undefined) => Bus;
