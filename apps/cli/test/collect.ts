/** All events of a stream, and what it returns. */
export async function collect<E, S>(stream: AsyncGenerator<E, S>): Promise<{ events: E[]; summary: S }> {
  const events: E[] = [];
  for (;;) {
    const { done, value } = await stream.next();
    if (done) return { events, summary: value };
    events.push(value);
  }
}
