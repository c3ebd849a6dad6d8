import { AbortedError } from '@bus/line';
import type { Context } from '../../context.js';
import { explainLoopback, loopbackPattern } from '../../diagnose/explain-loopback.js';
import type { Finding } from '../../diagnose/finding.js';
import { type RawPort, rawPort } from '../../raw-port.js';
import type { ConnectionOptions } from '../../settings.js';

/** Milliseconds without a byte after which nothing more is awaited: longer than adapters hold bytes back. */
const QUIET = 150;
/** As long as bytes are missing: machines and adapters on a network may take their time. */
const LOST = 2000;
/** Milliseconds between two looks. */
const PAUSE = 30;

/** Sends a pattern and looks at what comes back, at the same port or at another one and then the other way. */
export async function testLoopback(
  options: ConnectionOptions,
  to: string | undefined,
  context: Context,
): Promise<Finding[]> {
  const first = await rawPort(options, context);
  if (to === undefined) return [named(first, first, await sendThrough(first, first, context.signal))];
  const second = await rawPort({ ...options, port: to }, context);
  return [
    named(first, second, await sendThrough(first, second, context.signal)),
    named(second, first, await sendThrough(second, first, context.signal)),
  ];
}

function named(from: RawPort, to: RawPort, finding: Finding): Finding {
  const route = from === to ? from.url : `${from.url} to ${to.url}`;
  return { ...finding, text: `${route}: ${finding.text}` };
}

async function sendThrough(from: RawPort, to: RawPort, signal: AbortSignal | undefined): Promise<Finding> {
  const heard: number[] = [];
  const listening = {
    data: (chunk: Uint8Array) => {
      heard.push(...chunk);
    },
    closed: () => undefined,
  };
  try {
    await to.transport.open(listening);
    if (from !== to) await from.transport.open({ data: () => undefined, closed: () => undefined });
    // What stood in the port's buffer belongs to nobody.
    await pause(QUIET, signal);
    heard.length = 0;
    await from.transport.write(loopbackPattern);
    for (let quiet = 0; quiet < (heard.length < loopbackPattern.length ? LOST : QUIET); quiet += PAUSE) {
      const before = heard.length;
      // Counted and not measured: when this process stood still, what came meanwhile is read first.
      await pause(PAUSE, signal);
      if (heard.length > before) quiet = 0;
    }
  } finally {
    await to.transport.close();
    if (from !== to) await from.transport.close();
  }
  const pair = from !== to;
  return explainLoopback({ sent: loopbackPattern, heard: Uint8Array.from(heard), format: to.format, pair });
}

async function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  const { setTimeout: sleep } = await import('node:timers/promises');
  await sleep(milliseconds);
  if (signal?.aborted) throw new AbortedError('the loopback test was given up', { cause: signal.reason });
}
