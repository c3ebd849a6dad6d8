import { AbortedError } from '@bus/line';
import type { FramingName } from '@bus/transport-node';
import type { Asking, LineAnswered } from './ask-line.js';
import { type Connection, connect } from './connect.js';
import type { Context } from './context.js';
import type { ConnectionOptions } from './settings.js';

/** What a stream on a line returns at its end: the summary of its body, and how the line was reached. */
export interface Streamed<S> {
  summary: S;
  answered: LineAnswered;
  framing: FramingName;
}

/**
 * Connects, yields what `body` yields while it asks, and closes the line whatever comes of it; also when the context's
 * signal fires while the port is being opened, and when nobody takes further events.
 *
 * @throws {AbortedError} the signal fired, and `body` did not make an end of its own.
 */
export async function* streamLine<E, S>(
  { protocol, describe, lateWindow }: Asking,
  options: ConnectionOptions,
  context: Context,
  body: (connection: Connection) => AsyncGenerator<E, S>,
): AsyncGenerator<E, Streamed<S>> {
  const connection = await connect(options, context, protocol, lateWindow);
  const { line, framing, port, simulated } = connection;
  const { signal } = context;
  const start = performance.now();
  line.on('trace', event => context.onTrace?.(event));
  line.on('state', ({ state, medium }) => {
    if (state !== 'opening') return;
    const description = `${medium} ${describe(framing)}`;
    context.onLine?.({ medium, description, origin: port.origin, simulated });
  });
  // A moment later than the question itself hears of it, so that it ends as given up, with all its facts.
  const onAbort = () => queueMicrotask(() => void line.close().catch(() => undefined));
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    if (signal?.aborted) throw new AbortedError(`${line.medium.name}: given up before it began`);
    const summary = yield* body(connection);
    const elapsed = Math.round((performance.now() - start) * 10) / 10;
    return { summary, answered: { port: port.url, simulated, elapsed }, framing };
  } catch (error) {
    if (signal?.aborted !== true || error instanceof AbortedError) throw error;
    throw new AbortedError(`${line.medium.name}: given up while the port was being opened`, { cause: error });
  } finally {
    signal?.removeEventListener('abort', onAbort);
    await line.close().catch(() => undefined);
  }
}
