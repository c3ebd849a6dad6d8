import { AbortedError, type LineOptions, UsageError } from '@bus/line';
import { ModbusClient } from '@bus/modbus';
import { type Connection, connect } from '../../connect.js';
import type { Context } from '../../context.js';
import type { PollConfig, PollLine } from '../../device-map/poll-config.js';
import { type ConnectionOptions, settingNames } from '../../settings.js';
import type { PollControl } from './poll-control.js';
import type { PollEvent, PollSummary } from './poll-event.js';
import { LinesPoll, type PolledLine, type PolledRate } from './poll-lines.js';
import { type PollTarget, pollTarget } from './poll-target.js';

export interface PollOptions extends ConnectionOptions, PollTarget {
  /** Rounds of each rate; no end by default. */
  times?: number;
  /** Milliseconds after which no round begins any more. */
  duration?: number;
  /** Milliseconds between two attempts to reach a unit that is silent, 10 000 by default; 0: it is asked every time. */
  retrySilent?: number;
}

/** What is polled, and its events. */
export interface Poll {
  readonly config: PollConfig;
  /** Until the rounds are over or the context's signal fires. The last event is the summary, which is also returned. */
  events(): AsyncGenerator<PollEvent, PollSummary>;
  /** The accounts so far. */
  readonly summary: PollSummary;
  /** How each line is reached, by its name. */
  readonly media: ReadonlyMap<string, string>;
}

/** Calls in a row without an answer after which a unit counts as silent. */
const SILENT_CALLS = 3;
const RETRY_SILENT = 10_000;
/** Milliseconds between attempts to open a lost port. */
const reconnect = { min: 100, max: 2000 };

/**
 * Reads points again and again, each at its own rate, and yields what comes of it. Units that are silent and ports that
 * are lost cost a word and no value of others: they are sought until they are back.
 *
 * @throws {UsageError} what is to be polled makes no sense: says where.
 * @throws {TransportError} no line can be opened in the beginning.
 *
 * @example
 * for await (const event of poll({ config: 'bus-poll.yaml', times: 10 }))
 *   if (event.event === 'sample') console.log(event.point, event.value ?? event.error);
 */
export async function* poll(
  options: PollOptions,
  context: Context = {},
): AsyncGenerator<PollEvent, PollSummary> {
  return yield* (await preparePoll(options, context)).events();
}

/** Makes everything ready, and asks nothing yet. */
export async function preparePoll(
  options: PollOptions,
  context: Context = {},
  control?: PollControl,
): Promise<Poll> {
  const { times, duration } = options;
  if (times !== undefined && !(times >= 1)) throw new UsageError(`times must be 1 or more, not ${times}`);
  if (duration !== undefined && !(duration > 0))
    throw new UsageError(`the time to poll must be more than 0 milliseconds, not ${duration}`);
  const target = await pollTarget(options);
  const { config, lines } = namedByPort(target, await connectAll(target, options, context));
  const { signal } = context;
  const polled = new LinesPoll(
    lines.map(({ line, connection }) => polledLine(line, connection, config)),
    {
      ...(signal === undefined ? {} : { signal }),
      ...(times === undefined ? {} : { times }),
      ...(duration === undefined ? {} : { duration }),
      ...(control === undefined ? {} : { control }),
    },
  );
  return {
    config,
    media: new Map(lines.map(({ line, connection }) => [line.name, connection.line.medium.name])),
    events: () => whileOpen(lines, context, polled),
    get summary() {
      return polled.summary;
    },
  };
}

interface ConnectedLine {
  readonly line: PollLine;
  readonly connection: Connection;
}

async function connectAll(
  config: PollConfig,
  options: PollOptions,
  context: Context,
): Promise<ConnectedLine[]> {
  const flags = Object.fromEntries(
    Object.entries(options).filter(
      ([name, value]) => value !== undefined && (settingNames as readonly string[]).includes(name),
    ),
  ) as ConnectionOptions;
  const lines = config.lines.filter(({ name }) => config.points.some(({ line }) => line === name));
  if (flags.port !== undefined && lines.length > 1)
    throw new UsageError(`--port is one line, and ${config.path} has ${lines.length}`);
  const { retrySilent = RETRY_SILENT } = options;
  const special: LineOptions = {
    reconnect,
    ...(retrySilent > 0 ? { deadUnits: { after: SILENT_CALLS, retryEvery: retrySilent } } : {}),
  };
  return Promise.all(
    lines.map(async line => ({
      line,
      connection: await connect({ ...line.settings, ...flags }, context, 'modbus', undefined, special),
    })),
  );
}

/** A line that has no name is called as its port is named. */
function namedByPort(
  config: PollConfig,
  lines: readonly ConnectedLine[],
): { config: PollConfig; lines: readonly ConnectedLine[] } {
  const port = lines.find(({ line }) => line.name === '')?.connection.port.url;
  if (port === undefined) return { config, lines };
  const rename = <T extends { name: string }>(line: T): T =>
    line.name === '' ? { ...line, name: port } : line;
  return {
    config: {
      ...config,
      lines: config.lines.map(rename),
      points: config.points.map(point => (point.line === '' ? { ...point, line: port } : point)),
    },
    lines: lines.map(each => ({ ...each, line: rename(each.line) })),
  };
}

function polledLine({ name }: PollLine, connection: Connection, { map, points }: PollConfig): PolledLine {
  const rates = new Map<string, { device: string; every: number; points: PolledRate['points'][number][] }>();
  for (const { point, line, every } of points) {
    if (line !== name) continue;
    const key = `${point.device} ${every}`;
    const rate = rates.get(key) ?? { device: point.device, every, points: [] };
    rate.points.push(point);
    rates.set(key, rate);
  }
  return {
    name,
    port: connection.port.url,
    line: connection.line,
    client: new ModbusClient(connection.line, { framing: connection.framing }),
    simulated: connection.simulated,
    rates: [...rates.values()].map(rate => ({ ...rate, device: map.device(rate.device) })),
  };
}

/** Frees all ports in the end, and also when the signal fires while they are being opened. */
async function* whileOpen(
  lines: readonly ConnectedLine[],
  context: Context,
  polled: LinesPoll,
): AsyncGenerator<PollEvent, PollSummary> {
  const { signal } = context;
  const close = () => Promise.allSettled(lines.map(({ connection }) => connection.line.close()));
  // A moment later than the questions themselves hear of it, so that they end as given up.
  const onAbort = () => queueMicrotask(() => void close());
  for (const { connection } of lines) connection.line.on('trace', event => context.onTrace?.(event));
  announce(lines, context);
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    if (signal?.aborted) throw new AbortedError('given up before it began');
    return yield* polled.run();
  } catch (error) {
    if (signal?.aborted !== true || error instanceof AbortedError) throw error;
    throw new AbortedError('given up while ports were being opened', { cause: error });
  } finally {
    signal?.removeEventListener('abort', onAbort);
    await close();
  }
}

/** A simulated line comes last, since what was said last is what results are marked by. */
function announce(lines: readonly ConnectedLine[], context: Context): void {
  const sorted = [...lines].sort((a, b) => Number(a.connection.simulated) - Number(b.connection.simulated));
  for (const { connection } of sorted) {
    const { line, framing, port, simulated } = connection;
    const medium = line.medium.name;
    const description = `${medium} ${framing}, polled`;
    context.onLine?.({ medium, description, origin: port.origin, simulated });
  }
}
