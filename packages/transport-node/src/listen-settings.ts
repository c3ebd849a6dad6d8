import { type TransportError, UsageError } from '@bus/line';
import { AddressList } from './address-list.js';
import { checkPort, checkRange } from './network-address.js';

/** Where to listen, and for whom. */
export interface ListenSettings {
  /** Address to listen on; `127.0.0.1` by default, which only this machine reaches. */
  host?: string;
  /** 0..65535; 0, the default of TCP, takes a free one. */
  port?: number;
  /** Addresses that may connect, as `10.0.0.7`, `10.0.0.0/24` or `fd00::/8`; all by default. */
  allow?: readonly string[];
  /** How many connections there may be at a time, 1..65 535; 256 by default. */
  maxConnections?: number;
  /** How many of them may come from one address, 1..65 535; as many as there may be in all by default. */
  maxPerAddress?: number;
  /**
   * What a connection beyond that does: with `close-oldest-idle`, the default, one of the address that has the most gives
   * way, the one that has been silent for longest: so a flood from one address drives out nobody else. With `refuse` the
   * new one is turned away.
   */
  whenFull?: 'refuse' | 'close-oldest-idle';
  /** Milliseconds of silence after which a connection is ended, 0..86 400 000; 0, the default, is never. */
  idleTimeout?: number;
  /** Bytes that may wait for a peer that does not read, 1024 or more; beyond that it is dropped. 1 MiB by default. */
  maxBufferedBytes?: number;
  /** Milliseconds that a write may wait for a peer that does not read, 1..600 000; 10 000 by default. Then it is dropped. */
  writeTimeout?: number;
  /** Told of those that did not become connections, and why. `peer` is `address:port`. */
  onError?: (error: TransportError, peer: string) => void;
}

/** The same with defaults filled in. */
export interface CompleteListenSettings extends Required<Omit<ListenSettings, 'allow'>> {
  readonly allow: AddressList | undefined;
}

/**
 * Checks the settings and fills in the defaults.
 *
 * @throws {UsageError} one of them is out of range.
 */
export function completeListenSettings(settings: ListenSettings): CompleteListenSettings {
  const all = {
    host: settings.host ?? '127.0.0.1',
    port: settings.port ?? 0,
    allow: settings.allow === undefined ? undefined : new AddressList(settings.allow),
    maxConnections: settings.maxConnections ?? 256,
    maxPerAddress: settings.maxPerAddress ?? settings.maxConnections ?? 256,
    whenFull: settings.whenFull ?? 'close-oldest-idle',
    idleTimeout: settings.idleTimeout ?? 0,
    maxBufferedBytes: settings.maxBufferedBytes ?? 1024 * 1024,
    writeTimeout: settings.writeTimeout ?? 10_000,
    onError: settings.onError ?? (() => undefined),
  };
  checkPort(all.port, 0);
  checkRange('maxConnections', all.maxConnections, 1, 65_535);
  checkRange('maxPerAddress', all.maxPerAddress, 1, 65_535);
  checkRange('idleTimeout', all.idleTimeout, 0, 86_400_000, ' ms');
  checkRange('writeTimeout', all.writeTimeout, 1, 600_000, ' ms');
  checkRange('maxBufferedBytes', all.maxBufferedBytes, 1024, 2 ** 31, ' bytes');
  if (all.whenFull !== 'refuse' && all.whenFull !== 'close-oldest-idle')
    throw new UsageError(`whenFull must be refuse or close-oldest-idle, not ${String(all.whenFull)}`);
  return all;
}
