import type { Transport } from '@bus/line';

/**
 * Joins two transports: what one hears, the other says.
 *
 * @returns what parts and closes them
 */
export async function bridge(a: Transport, b: Transport): Promise<() => Promise<void>> {
  await a.open({ data: forwardTo(b), closed: () => undefined });
  await b.open({ data: forwardTo(a), closed: () => undefined });
  return async () => {
    await a.close();
    await b.close();
  };
}

/** One write at a time; what comes meanwhile goes out in one piece behind it. */
function forwardTo(transport: Transport): (chunk: Uint8Array) => void {
  let waiting: Uint8Array[] = [];
  let writing = false;
  const flush = async (): Promise<void> => {
    writing = true;
    while (waiting.length > 0) {
      const bytes = Buffer.concat(waiting);
      waiting = [];
      // What a lost end does not take is lost, as on a wire.
      await transport.write(bytes).catch(() => undefined);
    }
    writing = false;
  };
  return chunk => {
    waiting.push(chunk.slice());
    if (!writing) void flush();
  };
}
