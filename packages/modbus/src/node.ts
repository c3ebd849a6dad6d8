import { type Transport, UsageError } from '@bus/line';
import {
  framingOf,
  type ListenTlsSettings,
  type ListenUdpSettings,
  listenTcp,
  listenTls,
  listenUdp,
  type OpenOptions,
  open,
  type PortUrl,
  parsePortUrl,
  type SerialSettings,
  transportFor,
} from '@bus/transport-node';
import { mbapFraming } from './framing/mbap.js';
import { keepServing } from './keep-serving.js';
import { ModbusClient } from './modbus-client.js';
import type { DatagramDesk } from './server/datagram-desk.js';
import type { ModbusServer } from './server/modbus-server.js';
import type { Served } from './server/served.js';
import type { ServeOptions } from './server/server-options.js';

export type { OpenOptions } from '@bus/transport-node';
export * from './index.js';

/**
 * Opens a port or connection and speaks the Modbus that its URL names.
 *
 * @param url `/dev/ttyUSB1`, `COM3`, `rtu:` or `ascii:` and a path; `tcp://host`, `tls://host`, `udp://host`,
 *   `rtu+tcp://host:port`, `ascii+tcp://host:port` or `rtu+udp://host:port`.
 * @param options baud rate, parity, time-out and so on; 19200-8N1, 1000 ms and one retry of reads by default.
 * @throws {UsageError} the URL or an option makes no sense.
 * @throws {TransportError} the port can't be opened, or `serialport` is not installed.
 *
 * @example
 * const bus = await connect('/dev/ttyUSB1');
 * const temperature = await bus.unit(1).readRegister(289, { decimals: 1 });
 */
export async function connect(url: string, options?: OpenOptions): Promise<ModbusClient> {
  return new ModbusClient(await open(url, options), { framing: framingOf(url) });
}

/** What the URL of a server leaves out; which of it applies depends on the kind of port. */
export interface ListenOptions
  extends Partial<Omit<SerialSettings, 'path'>>,
    Pick<ServeOptions, 'echo' | 'delay'>,
    Omit<ListenTlsSettings, 'host' | 'port' | 'onError'> {
  /** Modbus TCP: unit 0 reaches everybody and nobody answers, as behind a gateway; false by default. */
  broadcasts?: boolean;
  /**
   * TCP connections that carry serial frames: nobody else can answer there, so `unknownUnit` of the server holds as with
   * Modbus TCP; false by default, for a device server that brings a whole serial line.
   */
  alone?: boolean;
  /** Told of connections that were refused or failed. `peer` is `address:port`, or empty. */
  onError?: (error: Error, peer: string) => void;
}

/** A server that listens. */
export interface Listener {
  /** Where, with the port that it got: `tcp://127.0.0.1:40123`. */
  readonly url: string;
  /** Stops listening and ends its connections; the server goes on to serve others. */
  close(): Promise<void>;
}

/**
 * Lets a server answer on a serial port, or on all connections to a network address. A serial port that is lost is served
 * again when it is back.
 *
 * @param url `/dev/ttyUSB1`, `rtu:` or `ascii:` and a path; `tcp://0.0.0.0:502`, `tls://0.0.0.0:802`, `udp://…`,
 *   `rtu+tcp://…`, `ascii+tcp://…` or `rtu+udp://…`. The host says at which of its addresses this machine listens; port 0 is a free one.
 * @param options of the port: format of the serial line; limits, allowed addresses and idle time of connections;
 *   certificates.
 * @throws {UsageError} the URL or an option makes no sense, or an option does not apply to it.
 * @throws {TransportError} the port can't be opened or is taken.
 *
 * @example
 * const server = new ModbusServer({ units: { 1: new ServerUnit({ bank }) } });
 * const listener = await listen('tcp://0.0.0.0:502', server, { maxConnections: 32, allow: ['10.0.0.0/24'] });
 */
export async function listen(
  url: string,
  server: ModbusServer,
  options: ListenOptions = {},
): Promise<Listener> {
  const address = parsePortUrl(url);
  refuseMisfits(url, address.kind, options);
  if (address.kind === 'serial') {
    const { echo, delay, onError: _, ...port } = options;
    const { framing } = address;
    const transport = transportFor(url, port);
    return { url, close: await keepServing(server, transport, { framing, ...definedOnly({ echo, delay }) }) };
  }
  const { kind, framing, host, port, ...inUrl } = address;
  refuseMisfits(url, kind, inUrl);
  const { broadcasts = false, alone = false, ...limits } = options;
  const settings = { ...limits, ...inUrl, host, port };
  const spoken = framing === 'tcp' ? mbapFraming({ broadcasts }) : framing;
  const at = (bound: number): string => {
    const scheme = framing === 'tcp' ? kind : `${framing}+${kind}`;
    return `${scheme}://${hostPort(host, bound)}`;
  };
  if (kind === 'udp') return await listenDatagrams(settings, server.datagrams(spoken), at);
  const all = new Set<Served>();
  const accept = async (transport: Transport, peer: string, role?: string): Promise<void> => {
    try {
      const served = await server.serve(transport, {
        framing: spoken,
        peer,
        alone,
        ...definedOnly({ role }),
      });
      all.add(served);
      void served.closed.then(() => all.delete(served));
    } catch (error) {
      options.onError?.(error as Error, peer);
      await transport.close().catch(() => undefined);
    }
  };
  const listener =
    kind === 'tls'
      ? await listenTls(settings, (transport, peer, { role }) => void accept(transport, peer, role))
      : await listenTcp(settings, (transport, peer) => void accept(transport, peer));
  return {
    url: at(listener.port),
    close: async () => {
      await listener.close();
      await Promise.all(Array.from(all, served => served.close()));
    },
  };
}

async function listenDatagrams(
  settings: ListenUdpSettings,
  desk: DatagramDesk,
  at: (port: number) => string,
): Promise<Listener> {
  const listener = await listenUdp(
    { onError: () => undefined, ...settings },
    async (datagram, reply, { address, port }) => {
      const answer = await desk.answer(datagram, hostPort(address, port));
      if (answer !== undefined) reply(answer);
    },
  );
  return {
    url: at(listener.port),
    close: async () => {
      await listener.close();
      desk.close();
    },
  };
}

const DATAGRAMS = ['allow', 'maxBufferedBytes', 'broadcasts'];
const CONNECTIONS = [
  ...DATAGRAMS,
  ...['alone', 'maxConnections', 'maxPerAddress', 'whenFull', 'idleTimeout', 'writeTimeout'],
];
const CERTIFICATES = ['cert', 'key', 'ca', 'certFile', 'keyFile', 'caFile', 'passphrase', 'minVersion'];
const TLS = [...CERTIFICATES, 'requireClientCertificate', 'handshakeTimeout'];

/** Which options are for networks; all others are for serial ports. */
const TAKEN: Readonly<Record<PortUrl['kind'], readonly string[]>> = {
  serial: [],
  udp: DATAGRAMS,
  tcp: CONNECTIONS,
  tls: [...CONNECTIONS, ...TLS],
};

/** A limit that is not kept, or a speed that nothing has, is better told than ignored. */
function refuseMisfits(url: string, kind: PortUrl['kind'], options: object): void {
  const fits = (name: string): boolean =>
    kind === 'serial' ? !TAKEN.tls.includes(name) : TAKEN[kind].includes(name);
  const misfit = Object.entries(options).find(
    ([name, value]) => value !== undefined && name !== 'onError' && !fits(name),
  );
  if (misfit !== undefined)
    throw new UsageError(`${misfit[0]} does not apply to ${url}`, { hint: `Leave ${misfit[0]} out.` });
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function definedOnly<T extends object>(options: T): Defined<T> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Defined<T>;
}

/** `host:port`, with brackets around an IPv6 address. */
function hostPort(host: string, port: number): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
