import { BusCommand, type StreamPrint, type Telling } from './bus-command.js';
import type { Context } from './context.js';
import { progressBar } from './progress-bar.js';
import type { OnProgress } from './services/scan/scan-progress.js';
import type { StreamEvent } from './stream-event.js';

/** What scans share: events as they come, and a bar with the time that is left while somebody looks. */
export abstract class ScanCommand extends BusCommand {
  protected async performScan<Event extends StreamEvent, Summary>(
    telling: Telling,
    scan: (context: Context, onProgress: OnProgress) => AsyncGenerator<Event, Summary>,
    print: StreamPrint<Event, Summary>,
  ): Promise<void> {
    // Traced frames and the bar would write into one another.
    const bar = progressBar(telling.quiet || telling.trace ? { write: () => true } : process.stderr);
    const cleared = async function* (context: Context): AsyncGenerator<Event, Summary> {
      const events = scan(context, bar.show);
      try {
        for (;;) {
          const { done, value } = await events.next();
          bar.clear();
          if (done) return value;
          yield value;
        }
      } finally {
        bar.clear();
      }
    };
    await this.performStream(telling, cleared, print);
  }
}
