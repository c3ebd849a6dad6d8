import { type Transport, TransportError, UsageError } from '@bus/line';
import type { PortUrl } from '@bus/transport-node';
import { loadConfig } from '../config.js';
import type { Context } from '../context.js';
import { envSettings } from '../env-settings.js';
import { Rank } from '../find-port.js';
import { refuseMisfits, resolvePort } from '../resolve-port.js';
import type { ConnectionOptions } from '../settings.js';
import type { Bridge } from './bridge.js';
import { DatagramPeers } from './datagram-peers.js';
import type { ServedLines } from './served-line.js';

/** What a served port tells. */
export interface PortEvents {
  /** A port that was lost is there again, or a client came. */
  opened(name: string): void;
  lost(name: string, reason: Error | undefined): void;
}

/** A port or address that is served. */
export interface ServedPort {
  /** With the port number that it got. */
  readonly url: string;
  close(): Promise<void>;
}

type NetworkUrl = Exclude<PortUrl, { kind: 'serial' }>;

/**
 * Serves devices on a serial port, or to all who connect to a network address.
 *
 * @throws {UsageError} a setting makes no sense. @throws {TransportError} the port cannot be opened, or is taken.
 */
export async function servePort(
  address: PortUrl,
  settings: ConnectionOptions & { port: string },
  lines: ServedLines,
  context: Context,
  events: PortEvents,
): Promise<ServedPort> {
  if (address.kind === 'serial') return await serveSerial(settings, lines, context, events);
  refuseMisfits(settings.port, address.kind, [{ rank: Rank.FLAG, name: 'the command line', settings }]);
  if (address.kind === 'udp') return await serveDatagrams(address, lines);
  return await serveConnections(
    address,
    { ...envSettings(context.env ?? process.env), ...settings },
    lines,
    events,
  );
}

async function serveSerial(
  settings: ConnectionOptions & { port: string },
  lines: ServedLines,
  context: Context,
  events: PortEvents,
): Promise<ServedPort> {
  const { env = process.env, cwd = process.cwd() } = context;
  const config = await loadConfig(cwd);
  const { url, options } = await resolvePort({ url: settings.port, origin: '--port', rank: Rank.FLAG }, [
    { rank: Rank.CONFIG, name: config?.path ?? '', settings: config?.settings ?? {} },
    { rank: Rank.ENV, name: 'the environment', settings: envSettings(env) },
    { rank: Rank.FLAG, name: 'the command line', settings },
  ]);
  const { transportFor } = await import('@bus/transport-node');
  const transport = (context.makeTransport ?? transportFor)(url, options);
  const port = new ReopenedPort(transport, lines, events);
  await port.open();
  return { url: transport.medium.name, close: () => port.close() };
}

/** Milliseconds between two attempts to open a port that was lost. */
const REOPEN = 500;

/** A serial port that is opened again when it is back after a loss. */
class ReopenedPort {
  readonly #transport: Transport;
  readonly #lines: ServedLines;
  readonly #events: PortEvents;
  #bridge: Bridge | undefined;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(transport: Transport, lines: ServedLines, events: PortEvents) {
    this.#transport = transport;
    this.#lines = lines;
    this.#events = events;
  }

  /** @throws {TransportError} it cannot be opened. */
  async open(): Promise<void> {
    const bridge = await this.#lines.bridge(this.#transport);
    await bridge.open();
    this.#bridge = bridge;
    this.#events.opened(this.#transport.medium.name);
    void bridge.closed.then(reason => this.#lost(reason));
    if (this.#closed) await bridge.close();
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#bridge?.close();
  }

  #lost(reason: Error | undefined): void {
    if (this.#closed) return;
    this.#events.lost(this.#transport.medium.name, reason);
    this.#tryLater();
  }

  #tryLater(): void {
    this.#timer = setTimeout(() => {
      this.open().catch(() => {
        if (!this.#closed) this.#tryLater();
      });
    }, REOPEN);
  }
}

async function serveConnections(
  address: Extract<NetworkUrl, { kind: 'tcp' | 'tls' }>,
  settings: ConnectionOptions,
  lines: ServedLines,
  events: PortEvents,
): Promise<ServedPort> {
  const { kind, framing, host, port } = address;
  const { listenTcp, listenTls } = await import('@bus/transport-node');
  const bridges = new Set<Bridge>();
  const accept = async (transport: Transport, peer: string): Promise<void> => {
    const bridge = await lines.bridge(transport);
    bridges.add(bridge);
    void bridge.closed.then(reason => {
      bridges.delete(bridge);
      events.lost(peer, hungUp(reason) ? undefined : reason);
    });
    await bridge.open();
    events.opened(peer);
  };
  const onConnection = (transport: Transport, peer: string) =>
    void accept(transport, peer).catch(() => transport.close().catch(() => undefined));
  const onError = (error: TransportError, peer: string) => events.lost(peer || 'a client', error);
  const where = { host, port, onError };
  const listener =
    address.kind === 'tls'
      ? await listenTls({ ...where, ...certificates(address, settings) }, onConnection)
      : await listenTcp(where, onConnection);
  return {
    url: urlOf(framing === 'tcp' ? kind : `${framing}+${kind}`, host, listener.port),
    close: async () => {
      await listener.close();
      await Promise.all(Array.from(bridges, bridge => bridge.close()));
    },
  };
}

/** A client that has what it wanted goes. */
function hungUp(reason: Error | undefined): boolean {
  return reason instanceof TransportError && reason.code === 'disconnected' && reason.cause === undefined;
}

/** Files of the server: from its URL, or from the flags. Without an authority clients need no certificate. */
function certificates(
  inUrl: { certFile?: string; keyFile?: string; caFile?: string },
  { tlsCert, tlsKey, tlsCa, tlsPassphrase }: ConnectionOptions,
) {
  const files = {
    certFile: inUrl.certFile ?? tlsCert,
    keyFile: inUrl.keyFile ?? tlsKey,
    caFile: inUrl.caFile ?? tlsCa,
    passphrase: tlsPassphrase,
  };
  if (files.certFile === undefined)
    throw new UsageError('a TLS server needs a certificate', { hint: 'Give --tls-cert and --tls-key.' });
  const given = Object.fromEntries(Object.entries(files).filter(([, file]) => file !== undefined));
  return { ...given, requireClientCertificate: files.caFile !== undefined };
}

async function serveDatagrams(
  { host, port, framing }: Extract<NetworkUrl, { kind: 'udp' }>,
  lines: ServedLines,
): Promise<ServedPort> {
  const { listenUdp } = await import('@bus/transport-node');
  const peers = new DatagramPeers(lines);
  const listener = await listenUdp({ host, port, onError: () => undefined }, (datagram, reply, from) =>
    peers.take(`${from.address}:${from.port}`, datagram, reply),
  );
  return {
    url: urlOf(framing === 'tcp' ? 'udp' : `${framing}+udp`, host, listener.port),
    close: async () => {
      await listener.close();
      await peers.close();
    },
  };
}

function urlOf(scheme: string, host: string, port: number): string {
  return `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
