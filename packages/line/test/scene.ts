import { Line, type LineOptions, type Medium, type TraceEvent } from '../src/index.js';
import { FakeClock, ScriptedPeer } from '../src/testing.js';

/** A line on a fake clock with a scripted peer at its other end, and everything that was traced. */
export function scene(options: LineOptions = {}, medium: Partial<Medium> = {}) {
  const clock = new FakeClock();
  const peer = new ScriptedPeer(clock, medium);
  const line = new Line(peer, { clock, random: () => 0, ...options });
  const trace: TraceEvent[] = [];
  line.on('trace', event => trace.push(event));
  const kinds = () => trace.map(event => event.kind);
  return { clock, peer, line, trace, kinds };
}

/** What a promise was rejected with; fails when it was not. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('expected a rejection');
}
