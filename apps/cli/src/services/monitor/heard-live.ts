import type { StateEvent } from '@bus/line';
import type { HeardChunk } from '../../capture/heard-chunk.js';
import { checkMilliseconds } from '../../check-milliseconds.js';
import { connect } from '../../connect.js';
import type { Context } from '../../context.js';
import { EventChannel } from '../../event-channel.js';
import { lineNews } from '../../line-news.js';
import type { MonitorServiceOptions } from './monitor.js';
import type { MonitorLine } from './monitor-events.js';

/** Milliseconds between two looks at what time has brought: silences and requests that nobody answered. */
const LOOK = 50;

/** Time goes on although nothing is heard. */
export interface TimePassed {
  readonly now: number;
}

/**
 * What is heard on a port, until the signal fires. The line is opened and never asked; when it is lost it is sought again.
 *
 * @param line is told the time that a character takes there.
 */
export async function* heardLive(
  options: MonitorServiceOptions,
  context: Context,
  line: { characterTime: number },
): AsyncGenerator<HeardChunk | TimePassed | MonitorLine> {
  const {
    capture: _,
    form: _form,
    protocols: _protocols,
    answerWithin: _within,
    silence: _silence,
    ...others
  } = options;
  const { pcap: _pcap, duration, ...connection } = others;
  if (duration !== undefined) checkMilliseconds('duration', duration, 1);
  const opened = await connect(connection, context, 'modbus', undefined, { reconnect: {} });
  const channel = new EventChannel<HeardChunk | TimePassed | MonitorLine>(Number.POSITIVE_INFINITY);
  const { line: port, simulated } = opened;
  port.on('trace', event => {
    context.onTrace?.(event);
    const { bytes, time, direction } = event;
    if (direction === 'received') channel.push({ bytes, time, conversation: undefined, tcp: false });
  });
  const opening = ({ medium }: StateEvent) =>
    context.onLine?.({
      ...{ medium, description: `${medium} listening only` },
      ...{ origin: opened.port.origin, simulated },
    });
  port.on(
    'state',
    lineNews(opening, ({ state, medium, reason }) => {
      const why = reason === undefined ? {} : { reason: reason.message };
      channel.push({ event: 'line', medium, state, ...why });
    }),
  );
  const end = () => channel.end();
  const stop = duration === undefined ? undefined : setTimeout(end, duration);
  const timer = setInterval(() => channel.push({ now: performance.now() }), LOOK);
  context.signal?.addEventListener('abort', end, { once: true });
  if (context.signal?.aborted === true) end();
  try {
    line.characterTime = port.medium.characterTime;
    await port.open();
    yield* channel.read();
  } finally {
    clearTimeout(stop);
    clearInterval(timer);
    context.signal?.removeEventListener('abort', end);
    channel.end();
    await port.close().catch(() => undefined);
  }
}
