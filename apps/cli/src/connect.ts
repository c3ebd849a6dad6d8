import { AbortedError, Line, type LineOptions, type Transport } from '@bus/line';
import { ModbusClient } from '@bus/modbus';
import type { FramingName, PortInfo } from '@bus/transport-node';
import { loadConfig } from './config.js';
import type { Context } from './context.js';
import { envSettings } from './env-settings.js';
import { type FoundPort, findPort, Rank, SIMULATED } from './find-port.js';
import { type RankedSettings, type ResolvedPort, resolvePort } from './resolve-port.js';
import type { ConnectionOptions } from './settings.js';

/** A client on the chosen port, which is opened by the first question. */
export interface Connection {
  readonly client: ModbusClient;
  /** The framing that the port's URL names. */
  readonly framing: FramingName;
  readonly port: FoundPort;
  readonly simulated: boolean;
}

/**
 * From flags, environment and configuration file to a transport, a line, and a client.
 *
 * @throws {UsageError} no port is known, or a setting makes no sense.
 */
export async function connect(flags: ConnectionOptions, context: Context = {}): Promise<Connection> {
  const { env: variables = process.env, cwd = process.cwd(), listPorts = listMachinePorts } = context;
  const env = envSettings(variables);
  const config = await loadConfig(cwd);
  const port = await findPort({ flags, env, config, listPorts });
  const sources: RankedSettings[] = [
    { rank: Rank.CONFIG, name: config?.path ?? '', settings: config?.settings ?? {} },
    { rank: Rank.ENV, name: 'the environment', settings: env },
    { rank: Rank.FLAG, name: 'the command line', settings: flags },
  ];
  const resolved = await resolvePort(port, sources);
  const transport = await makeTransport(resolved, context);
  const line = new Line(transport, lineOptions(sources));
  const { framing } = resolved;
  return {
    client: new ModbusClient(line, { framing }),
    framing,
    port,
    simulated: transport.medium.simulated === true,
  };
}

async function listMachinePorts(): Promise<PortInfo[]> {
  const { listPorts } = await import('@bus/transport-node');
  return listPorts();
}

async function makeTransport({ url, options }: ResolvedPort, context: Context): Promise<Transport> {
  if (url === SIMULATED) {
    const { simulatedLine } = await import('@bus/sim');
    return simulatedLine();
  }
  if (context.makeTransport !== undefined) return context.makeTransport(url, options);
  const { transportFor } = await import('@bus/transport-node');
  return transportFor(url, options);
}

/** One question and an end: a line that is lost is not sought again. */
function lineOptions(sources: readonly RankedSettings[]): LineOptions {
  const { timeout, retries, echo } = Object.assign({}, ...sources.map(({ settings }) => given(settings)));
  return {
    timeout,
    retries,
    echo: echo === undefined || echo === 'auto' ? echo : echo === 'on',
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
  { client: { line } }: Connection,
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
