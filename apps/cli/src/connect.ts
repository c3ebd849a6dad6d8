import { AbortedError, Line, type LineOptions, type Transport } from '@bus/line';
import type { FramingName, PortInfo } from '@bus/transport-node';
import { loadConfig } from './config.js';
import type { Context } from './context.js';
import { envSettings } from './env-settings.js';
import { type FoundPort, findPort, Rank } from './find-port.js';
import { type Protocol, usualSettings } from './protocol.js';
import { type RankedSettings, type ResolvedPort, resolvePort } from './resolve-port.js';
import type { ConnectionOptions } from './settings.js';
import { isSimulated, simulatedTransport } from './simulated-lines.js';

/** A line on the chosen port, which is opened by the first question. */
export interface Connection {
  readonly line: Line;
  /** The framing of Modbus that the port's URL names; other protocols have their own. */
  readonly framing: FramingName;
  readonly port: FoundPort;
  /** Bits per second that the port is set to; undefined when it is not serial, or nothing was said. */
  readonly baud: number | undefined;
  /** What was set anywhere, the strongest source of each setting. */
  readonly settings: ConnectionOptions;
  readonly simulated: boolean;
}

/**
 * From flags, environment and configuration file to a transport and a line. The protocol decides about a speed that
 * nobody gave, and about which simulated lines make sense.
 *
 * @param special what this line needs differently from one that is asked one question.
 * @throws {UsageError} no port is known, or a setting makes no sense.
 */
export async function connect(
  flags: ConnectionOptions,
  context: Context = {},
  protocol: Protocol = 'modbus',
  lateWindow?: number,
  special: LineOptions = {},
): Promise<Connection> {
  const { env: variables = process.env, cwd = process.cwd(), listPorts = listMachinePorts } = context;
  const env = envSettings(variables);
  const config = await loadConfig(cwd);
  const port = await findPort({ flags, env, config, listPorts });
  const sources: RankedSettings[] = [
    { rank: Rank.MACHINE, name: 'what is usual', settings: usualSettings[protocol] },
    { rank: Rank.CONFIG, name: config?.path ?? '', settings: config?.settings ?? {} },
    { rank: Rank.ENV, name: 'the environment', settings: env },
    { rank: Rank.FLAG, name: 'the command line', settings: flags },
  ];
  const resolved = await resolvePort(port, sources);
  const transport = await makeTransport(resolved, protocol, context);
  const settings: ConnectionOptions = Object.assign({}, ...sources.map(source => given(source.settings)));
  return {
    line: new Line(transport, {
      ...lineOptions(settings),
      ...(lateWindow === undefined ? {} : { lateWindow }),
      ...special,
    }),
    framing: resolved.framing,
    port,
    baud: resolved.options.baudRate,
    settings,
    simulated: transport.medium.simulated === true,
  };
}

async function listMachinePorts(): Promise<PortInfo[]> {
  const { listPorts } = await import('@bus/transport-node');
  return listPorts();
}

async function makeTransport(
  { url, options }: ResolvedPort,
  protocol: Protocol,
  context: Context,
): Promise<Transport> {
  if (isSimulated(url)) return simulatedTransport(url, protocol);
  if (context.makeTransport !== undefined) return context.makeTransport(url, options);
  const { transportFor } = await import('@bus/transport-node');
  return transportFor(url, options);
}

/** One question and an end: a line that is lost is not sought again. */
function lineOptions({ timeout, retries, echo }: ConnectionOptions): LineOptions {
  return {
    ...(timeout === undefined ? {} : { timeout }),
    ...(retries === undefined ? {} : { retries }),
    ...(echo === undefined ? {} : { echo: echo === 'auto' ? echo : echo === 'on' }),
    reconnect: false,
  };
}

function given(settings: ConnectionOptions): ConnectionOptions {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}

/**
 * Does something on a connection and frees the port, also when `signal` fires while the port is being opened.
 *
 * @throws {AbortedError} `signal` fired.
 */
export async function whileOpen<T>(
  { line }: Pick<Connection, 'line'>,
  signal: AbortSignal | undefined,
  action: () => Promise<T>,
): Promise<T> {
  // A moment later than the question itself hears of it, so that it ends as given up, with all its facts.
  const onAbort = () => queueMicrotask(() => void line.close().catch(() => undefined));
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    return await action();
  } catch (error) {
    if (signal?.aborted !== true || error instanceof AbortedError) throw error;
    throw new AbortedError(`${line.medium.name}: given up while the port was being opened`, { cause: error });
  } finally {
    signal?.removeEventListener('abort', onAbort);
    // What was asked is answered or has failed: how the port closes changes nothing about that.
    await line.close().catch(() => undefined);
  }
}
