import type { Line, UnitCounters } from '@bus/line';
import { LatencyHistogram } from './latency-histogram.js';
import type { UnitSummary } from './poll-event.js';

type Counts = Pick<
  UnitCounters,
  'sent' | 'answered' | 'timeouts' | 'checksumErrors' | 'exceptions' | 'late' | 'skipped' | 'latencySum'
>;

const none: Counts = {
  sent: 0,
  answered: 0,
  timeouts: 0,
  checksumErrors: 0,
  exceptions: 0,
  late: 0,
  skipped: 0,
  latencySum: 0,
};

/** What happens between a line and one unit, from now or the latest reset on. */
export class UnitMeter {
  readonly #line: Pick<Line, 'statistics'>;
  readonly #lineName: string;
  readonly #unit: number;
  readonly #latencies = new LatencyHistogram();
  #base: Counts;
  #seen: Counts;

  /** @param lineName what the line is called in the summary. */
  constructor(line: Pick<Line, 'statistics'>, lineName: string, unit: number) {
    this.#line = line;
    this.#lineName = lineName;
    this.#unit = unit;
    this.#base = this.#counts;
    this.#seen = this.#base;
  }

  /** To be called when a request has ended: takes its latency. */
  observe(): void {
    const counts = this.#counts;
    const answers = counts.answered - this.#seen.answered;
    if (answers > 0) this.#latencies.add((counts.latencySum - this.#seen.latencySum) / answers, answers);
    this.#seen = counts;
  }

  reset(): void {
    this.#base = this.#counts;
    this.#seen = this.#base;
    this.#latencies.clear();
  }

  get summary(): UnitSummary {
    const counts = this.#counts;
    const since = (name: keyof Counts) => counts[name] - this.#base[name];
    const { latencies } = this.#latencies;
    return {
      line: this.#lineName,
      unit: this.#unit,
      sent: since('sent'),
      answered: since('answered'),
      timeouts: since('timeouts'),
      checksumErrors: since('checksumErrors'),
      exceptions: since('exceptions'),
      late: since('late'),
      notAsked: since('skipped'),
      ...(latencies === undefined ? {} : { latency: latencies }),
    };
  }

  get #counts(): Counts {
    return { ...none, ...this.#line.statistics.units.get(this.#unit) };
  }
}
