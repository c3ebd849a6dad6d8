import { Line, type LineOptions, memoryPair, Responder, type TraceEvent } from '@bus/line';
import { FakeClock } from '@bus/line/testing';
import { DconClient, type SimulatedModule } from './index.js';
import { textOf } from './wire/frame-text.js';

/** A client and simulated modules on one line, in time that stands still until it is needed. */
export interface Bench {
  readonly clock: FakeClock;
  readonly line: Line;
  readonly client: DconClient;
  /** Texts of the requests that were sent, in order. */
  readonly sent: string[];
  readonly trace: TraceEvent[];
  /** Waits for a call, in fake time. */
  run<T>(call: Promise<T>): Promise<T>;
}

export async function bench(
  make: (clock: FakeClock) => readonly Pick<SimulatedModule, 'answer' | 'framing'>[],
  options: LineOptions = {},
): Promise<Bench> {
  const clock = new FakeClock();
  const { a, b } = memoryPair();
  const modules = make(clock);
  const responder = new Responder(b, {
    framing: modules[0]!.framing,
    clock,
    delay: 1,
    answer: frame => {
      for (const module of modules) {
        const answer = module.answer(frame);
        if (answer !== undefined) return answer;
      }
      return undefined;
    },
  });
  await responder.open();
  const line = new Line(a, { clock, timeout: 100, lateWindow: 0, ...options });
  const sent: string[] = [];
  const trace: TraceEvent[] = [];
  line.on('trace', event => {
    trace.push(event);
    if (event.kind === 'request') sent.push(textOf(event.bytes)!.text);
  });
  return { clock, line, client: new DconClient(line), sent, trace, run: call => clock.until(call) };
}
