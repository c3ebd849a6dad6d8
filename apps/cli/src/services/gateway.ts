import type { GatewayCounters, GatewayEvent } from '@bus/modbus/gateway';
import type { Context } from '../context.js';
import { EventChannel } from '../event-channel.js';
import { planOf } from '../gateway/plan-of.js';
import { lineNews } from '../line-news.js';
import type { ConnectionOptions } from '../settings.js';

/** How a gateway is started. What concerns lines holds for all of them that do not say otherwise. */
export interface GatewayServiceOptions extends ConnectionOptions {
  /** Path of a gateway configuration, in place of `listen`, `route` and all that follows. */
  config?: string;
  /** Where clients connect, as `tcp://0.0.0.0:502`; `tcp://127.0.0.1:1502` by default. */
  listen?: readonly string[];
  /** `1-10=/dev/ttyUSB0`, `11=/dev/ttyUSB1:1`; all units on `port` by default. */
  route?: readonly string[];
  /** Addresses and CIDR blocks that may connect; all by default. */
  allow?: readonly string[];
  /** Units that may be asked: `1-10,12`; all by default. */
  units?: string;
  /** Function codes that may be asked: `3,4`; all by default. */
  functions?: string;
  readOnly?: boolean;
  /** Exception that answers what is not allowed; 1 by default. */
  refusal?: number;
  /** Milliseconds for which an answer may be given again. */
  cache?: number;
  /** Modbus TCP clients reach all units with unit 0; false by default. */
  broadcasts?: boolean;
  /** Connections at a time, for each listener. */
  maxConnections?: number;
  /** Milliseconds of silence after which a connection is ended. */
  idleTimeout?: number;
  /** PEM files of the certificate that TLS listeners show, and of its private key. */
  listenTlsCert?: string;
  listenTlsKey?: string;
  /** PEM file of the authorities of TLS clients, which then must show a certificate. */
  listenTlsCa?: string;
  /** Opens an encrypted private key of TLS listeners. */
  listenTlsPassphrase?: string;
  /** Milliseconds between two attempts to reach a silent unit; 2000 by default. */
  deadRetry?: number;
  /** Start without the ports that cannot be opened. */
  wait?: boolean;
  /** Which requests are told: none by default. */
  log?: 'none' | 'problems' | 'writes' | 'all';
  /** Milliseconds between two statistics; only at the end by default. */
  stats?: number;
}

/** Counters of one client, unit or of all. */
export interface GatewayCount extends GatewayCounters {
  /** Address of the client, or number of the unit; absent for the total. */
  of?: string;
}

/** What a gateway tells. */
export type GatewayStreamEvent =
  | { event: 'listening'; time: string; url: string }
  | { event: 'line'; time: string; line: string; medium: string; state: string; reason?: string }
  | { event: 'client-refused'; time: string; client: string; reason: string }
  | {
      event: 'request';
      time: string;
      client?: string;
      unit: number;
      line?: string;
      target?: number;
      functionCode: number;
      description: string;
      outcome: string;
      exceptionCode?: number;
      elapsed: number;
      age?: number;
      reason?: string;
    }
  | { event: 'error'; time: string; reason: string }
  | GatewayStatisticsEvent;

/** What was counted since the start. */
export interface GatewayStatisticsEvent {
  event: 'statistics';
  time: string;
  total: GatewayCount;
  clients: GatewayCount[];
  units: GatewayCount[];
  /** `request` events that were left out because nobody took them. */
  eventsLeftOut: number;
}

const PROBLEMS: ReadonlySet<GatewayEvent['outcome']> = new Set([
  'exception',
  'no-reply',
  'no-path',
  'busy',
  'denied',
  'malformed',
  'failed',
]);

/**
 * Lets Modbus clients share lines until the context's signal fires. Lines that are lost are sought again.
 *
 * @returns the statistics, which are also the last event.
 * @throws {UsageError} something makes no sense. @throws {TransportError} a port cannot be opened, or a place to listen
 *   is taken.
 *
 * @example
 * for await (const event of gateway({ listen: ['tcp://127.0.0.1:1502'], route: ['1-10=/dev/ttyUSB0'] }, { signal }))
 *   console.log(event);
 */
export async function* gateway(
  options: GatewayServiceOptions,
  context: Context,
): AsyncGenerator<GatewayStreamEvent, GatewayStatisticsEvent> {
  const { plan, settings } = await planOf(options, context);
  const channel = new EventChannel<GatewayStreamEvent>();
  const { openGateway } = await import('../gateway/open-gateway.js');
  const opened = await openGateway(
    plan,
    settings,
    options.wait ?? false,
    context,
    observer(options, channel, context),
  );
  const statistics = (): GatewayStatisticsEvent => {
    const { total, clients, units } = opened.gateway.statistics;
    const counts = <K>(all: ReadonlyMap<K, GatewayCounters>) =>
      Array.from(all, ([of, count]): GatewayCount => ({ of: String(of), ...count }));
    return {
      event: 'statistics',
      time: now(),
      total,
      clients: counts(clients),
      units: counts(units),
      eventsLeftOut: channel.dropped,
    };
  };
  for (const { url } of opened.listeners) channel.push({ event: 'listening', time: now(), url });
  const timer =
    options.stats === undefined
      ? undefined
      : setInterval(() => channel.push(statistics(), true), options.stats);
  const end = () => channel.end();
  if (context.signal?.aborted === true) end();
  context.signal?.addEventListener('abort', end, { once: true });
  try {
    yield* channel.read();
    const last = statistics();
    yield last;
    return last;
  } finally {
    context.signal?.removeEventListener('abort', end);
    clearInterval(timer);
    channel.end();
    await opened.close();
  }
}

const now = () => new Date().toISOString();
const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

function observer(
  { log = 'none' }: GatewayServiceOptions,
  channel: EventChannel<GatewayStreamEvent>,
  context: Context,
): Parameters<typeof import('../gateway/open-gateway.js').openGateway>[4] {
  const told = ({ outcome, reads }: GatewayEvent) =>
    log === 'all' || (log === 'writes' && !reads) || (log !== 'none' && PROBLEMS.has(outcome));
  return {
    request: event => {
      if (told(event)) channel.push(requestEvent(event), true);
    },
    error: error => channel.push({ event: 'error', time: now(), reason: reasonOf(error) }, true),
    refused: (error, client) =>
      channel.push({ event: 'client-refused', time: now(), client, reason: reasonOf(error) }, true),
    line: (name, { line, port, framing, simulated }) => {
      line.on('trace', event => context.onTrace?.(event));
      line.on(
        'state',
        lineNews(
          ({ medium }) =>
            context.onLine?.({
              ...{ medium, description: `${medium} ${framing}` },
              ...{ origin: port.origin, simulated },
            }),
          ({ state, medium, reason }) => {
            const why = reason === undefined ? {} : { reason: reason.message };
            channel.push({ event: 'line', time: now(), line: name, medium, state, ...why }, true);
          },
        ),
      );
    },
  };
}

function requestEvent(event: GatewayEvent): GatewayStreamEvent {
  const {
    client,
    unit,
    port,
    target,
    functionCode,
    description,
    outcome,
    exceptionCode,
    elapsed,
    age,
    error,
  } = event;
  return {
    event: 'request',
    time: now(),
    ...(client === undefined ? {} : { client }),
    unit,
    ...(port === undefined ? {} : { line: port }),
    ...(target === undefined ? {} : { target }),
    functionCode,
    description,
    outcome,
    ...(exceptionCode === undefined ? {} : { exceptionCode }),
    elapsed: tenths(elapsed),
    ...(age === undefined ? {} : { age: tenths(age) }),
    ...(error === undefined || outcome === 'exception' ? {} : { reason: reasonOf(error) }),
  };
}

const tenths = (milliseconds: number) => Math.round(milliseconds * 10) / 10;
