import { RemoteBus, type RemoteBusOptions } from '../client/remote-bus.js';
import { serverConnector } from './server-connector.js';
import type { ClientTls } from './tcp-connector.js';

export interface ConnectOptions extends RemoteBusOptions {
  readonly tls?: ClientTls;
  /** Gives up while no connection stands. */
  readonly signal?: AbortSignal;
}

/**
 * Connects to a server.
 *
 * @param url `tcp://127.0.0.1:8045`; `tls:`, `ws:` and `wss:` as well.
 * @throws {UsageError} it is no such URL.
 * @throws {RpcError} `DISCONNECTED`: nobody answers there; `UNAUTHORIZED`: it wants a token, or another one. No further
 *   attempts are made then.
 *
 * @example
 * const bus = await connectTcp('tcp://127.0.0.1:8045');
 * await bus.call('points.write', { instrument: 'oven', point: 'setPoint', value: 80 });
 * bus.close();
 */
export async function connectTcp(url: string, options: ConnectOptions = {}): Promise<RemoteBus> {
  const { tls, signal, ...others } = options;
  const bus = new RemoteBus(serverConnector(url, tls), others);
  const giveUp = (): void => bus.close();
  signal?.addEventListener('abort', giveUp);
  if (signal?.aborted) giveUp();
  try {
    await bus.opened();
    return bus;
  } catch (error) {
    bus.close();
    throw error;
  } finally {
    signal?.removeEventListener('abort', giveUp);
  }
}
