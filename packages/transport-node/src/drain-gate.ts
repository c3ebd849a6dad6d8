/**
 * How many drains may wait at once. Each holds a thread of Node's pool until its output has left, which flow control can
 * put off for ever; one thread at least must stay free, because closing a port needs it.
 */
function limit(): number {
  const size = Number(process.env.UV_THREADPOOL_SIZE ?? 4);
  return Number.isInteger(size) && size > 0 ? size - 1 : 3;
}

let waiting = 0;

/**
 * Waits until the output has left: by the platform's drain while threads are to be had for it, else for as long as the
 * characters take on the wire.
 *
 * @param duration milliseconds that the characters take
 */
export async function drainWithinReason(drain: () => Promise<void>, duration: number): Promise<void> {
  if (waiting >= limit()) {
    await new Promise(resolve => setTimeout(resolve, duration));
    return;
  }
  waiting += 1;
  try {
    await drain();
  } finally {
    waiting -= 1;
  }
}
