import type { FramingName } from '@bus/transport-node';
import { type Connection, connect, whileOpen } from './connect.js';
import type { Context } from './context.js';
import type { Protocol } from './protocol.js';
import type { ConnectionOptions } from './settings.js';

/** What is about to be done on a line. */
export interface Asking {
  readonly protocol: Protocol;
  /** For people: `rtu unit 1, holding 289, FC3`. */
  describe(framing: FramingName): string;
  /** See `LineOptions`. */
  readonly lateWindow?: number;
}

/** What every result says about how it came about. */
export interface LineAnswered {
  /** The port as it was named. */
  port: string;
  /** True when no real instrument was asked. */
  simulated: boolean;
  /** Milliseconds from the first request to the end of the last exchange. */
  elapsed: number;
}

/** Connects, does something on the line, and closes it whatever comes of it. */
export async function askLine<T>(
  { protocol, describe, lateWindow }: Asking,
  options: ConnectionOptions,
  context: Context,
  perform: (connection: Connection) => Promise<T>,
): Promise<{ answer: T; answered: LineAnswered }> {
  const connection = await connect(options, context, protocol, lateWindow);
  const { line, framing, port, simulated } = connection;
  let sentAt: number | undefined;
  line.on('trace', event => {
    sentAt ??= event.time;
    context.onTrace?.(event);
  });
  line.on('state', ({ state, medium }) => {
    if (state !== 'opening') return;
    context.onLine?.({
      medium,
      description: `${medium} ${describe(framing)}`,
      origin: port.origin,
      simulated,
    });
  });
  return whileOpen(connection, context.signal, async () => {
    const answer = await perform(connection);
    const elapsed = Math.round((performance.now() - (sentAt ?? performance.now())) * 10) / 10;
    return { answer, answered: { port: port.url, simulated, elapsed } };
  });
}
