import { AbortedError, type Line, type LineOptions } from '@bus/line';
import type {
  AccessRule,
  GatewayEvent,
  GatewayPortOptions,
  GatewayRoute,
  ModbusGateway,
} from '@bus/modbus/gateway';
import type { Listener, ListenOptions } from '@bus/modbus/node';
import { type Connection, connect } from '../connect.js';
import type { Context } from '../context.js';
import type { ConnectionOptions } from '../settings.js';
import type { GatewayPlan, PlannedLine, PlannedListener, PlannedRule } from './gateway-plan.js';
import { listenerCredentials } from './listener-credentials.js';
import { settingsOfLine } from './settings-of-line.js';

/** What a gateway tells while it runs. */
export interface GatewayObserver {
  request(event: GatewayEvent): void;
  error(error: unknown): void;
  /** A client was refused, or its connection failed. */
  refused(error: Error, client: string): void;
  /** Called for each line before it is opened. */
  line(name: string, connection: Connection): void;
}

/** A gateway that runs. */
export interface OpenGateway {
  readonly gateway: ModbusGateway;
  readonly listeners: readonly Listener[];
  close(): Promise<void>;
}

/** A pulled plug is to be noticed soon after it is back. */
const RECONNECT = { min: 100, max: 2000 };
/** Calls in a row without an answer after which a unit counts as silent. */
const SILENT_CALLS = 3;

/**
 * Opens the lines, makes the gateway and lets it listen. When something fails, everything is closed again.
 *
 * @param flags settings of all lines that do not say otherwise themselves.
 * @param wait go on without the lines that cannot be opened: they are tried again when somebody asks.
 * @throws {UsageError} something makes no sense. @throws {TransportError} a port cannot be opened, or a place to listen
 *   is taken.
 */
export async function openGateway(
  plan: GatewayPlan,
  flags: ConnectionOptions,
  wait: boolean,
  context: Context,
  observer: GatewayObserver,
): Promise<OpenGateway> {
  const opened: { close(): Promise<void> }[] = [];
  const close = async () => {
    for (const each of opened.splice(0).reverse()) await each.close().catch(() => undefined);
  };
  const onAbort = () => void close();
  context.signal?.addEventListener('abort', onAbort, { once: true });
  try {
    const { parsePortUrl } = await import('@bus/transport-node');
    const urls = plan.lines.map(({ settings }) => settings.port!);
    const ports: Record<string, GatewayPortOptions> = Object.create(null);
    for (const line of plan.lines) {
      const connection = await connect(
        { ...settingsOfLine(line.settings.port!, flags, urls, parsePortUrl), ...line.settings },
        context,
        'modbus',
        undefined,
        special(plan),
      );
      observer.line(line.name, connection);
      opened.push(connection.line);
      ports[line.name] = portOptions(plan, line, connection);
      await openLine(connection.line, wait);
    }
    const gateway = await makeGateway(plan, ports, observer);
    opened.push(gateway);
    const listeners: Listener[] = [];
    for (const planned of plan.listen) {
      const listener = await listenAt(planned, gateway, observer);
      opened.push(listener);
      listeners.push(listener);
    }
    context.signal?.throwIfAborted();
    return { gateway, listeners, close };
  } catch (error) {
    await close();
    if (context.signal?.aborted !== true) throw error;
    throw new AbortedError('the gateway was given up while it was being opened', { cause: error });
  } finally {
    context.signal?.removeEventListener('abort', onAbort);
  }
}

function special({ deadRetry = 2000 }: GatewayPlan): LineOptions {
  return {
    reconnect: RECONNECT,
    ...(deadRetry === 0 ? {} : { deadUnits: { after: SILENT_CALLS, retryEvery: deadRetry } }),
  };
}

function portOptions(
  { maxWaiting, maxWait }: GatewayPlan,
  { cache }: PlannedLine,
  { line, framing }: Connection,
): GatewayPortOptions {
  return {
    line,
    framing,
    ...(cache === undefined ? {} : { cache }),
    ...(maxWaiting === undefined ? {} : { maxWaiting }),
    ...(maxWait === undefined ? {} : { maxWait }),
  };
}

async function openLine(line: Line, wait: boolean): Promise<void> {
  try {
    await line.open();
  } catch (error) {
    if (!wait) throw error;
  }
}

async function makeGateway(
  plan: GatewayPlan,
  ports: Record<string, GatewayPortOptions>,
  observer: GatewayObserver,
): Promise<ModbusGateway> {
  const { ModbusGateway } = await import('@bus/modbus/gateway');
  const { readOnly, refusal, broadcast, maxPending } = plan;
  const given = Object.entries({ readOnly, refusal, broadcast, maxPending }).filter(
    ([, value]) => value !== undefined,
  );
  return new ModbusGateway({
    ports,
    routes: plan.routes.map(({ units, line, target }): GatewayRoute => {
      return { units, port: line, ...(target === undefined ? {} : { target }) };
    }),
    onRequest: event => observer.request(event),
    onError: error => observer.error(error),
    ...Object.fromEntries(given),
    ...(plan.access === undefined ? {} : { access: await Promise.all(plan.access.map(accessRule)) }),
  });
}

async function accessRule({ clients, ...rule }: PlannedRule): Promise<AccessRule> {
  if (clients === undefined) return rule;
  const { AddressList } = await import('@bus/transport-node');
  const list = new AddressList(clients);
  return { ...rule, clients: address => address !== undefined && list.has(address) };
}

async function listenAt(
  planned: PlannedListener,
  gateway: ModbusGateway,
  observer: GatewayObserver,
): Promise<Listener> {
  const { listen } = await import('@bus/modbus/node');
  const { parsePortUrl } = await import('@bus/transport-node');
  const { url, tlsCert: _, tlsKey: __, tlsCa: ___, tlsPassphrase: ____, ...settings } = planned;
  const address = parsePortUrl(url);
  const { kind, framing } = address;
  const options: ListenOptions = {
    ...settings,
    ...listenerCredentials(planned, address),
    // On a connection of its own nobody else can answer for a unit that is not there.
    ...(kind === 'tcp' && framing !== 'tcp' ? { alone: true } : {}),
    onError: (error, client) => observer.refused(error, client),
  };
  return listen(url, gateway.server, options);
}
