import type { HeardFrame, MonitorEvent } from './monitor-event.js';

/** What was heard of one unit. */
export interface UnitHeard {
  readonly framing: string;
  /** Undefined for frames that name no unit. */
  readonly unit: number | undefined;
  requests: number;
  /** Requests that were answered, refusals and late answers included. */
  answered: number;
  /** Requests that nobody answered in time. */
  unanswered: number;
  late: number;
  /** Answers in which the device said no. */
  refusals: number;
  /** Answers that did not fit the request. */
  wrong: number;
  /** Pieces that were probably answers before they were damaged. */
  damaged: number;
  /** Answers whose request was not heard. */
  stray: number;
  /** Requests that are not answered, such as broadcasts. */
  withoutAnswer: number;
  /** Milliseconds of every answer whose latency is known; the latest 10000. */
  readonly latencies: number[];
}

const MAX_LATENCIES = 10_000;

/** Counts what a monitor tells, per unit and protocol. */
export class MonitorCounters {
  readonly units: UnitHeard[] = [];
  frames = 0;
  frameBytes = 0;
  noiseBytes = 0;
  noisePieces = 0;

  count(event: MonitorEvent): void {
    if (event.kind === 'noise') {
      this.noiseBytes += event.bytes.length;
      this.noisePieces += 1;
      if (event.damaged !== undefined) this.#ofRequest(event.damaged).damaged += 1;
      return;
    }
    if (event.kind === 'unanswered') {
      this.#ofRequest(event.request).unanswered += 1;
      return;
    }
    this.frames += 1;
    this.frameBytes += event.frame.bytes.length;
    if (event.kind === 'request') {
      const unit = this.#ofRequest(event);
      unit.requests += 1;
      if (event.frame.unanswered) unit.withoutAnswer += 1;
      return;
    }
    const unit =
      event.request === undefined
        ? this.#of(event.frame.framing.name, event.unit)
        : this.#ofRequest(event.request);
    if (event.request === undefined) unit.stray += 1;
    else unit.answered += 1;
    if (event.late) unit.late += 1;
    if (!event.fits) unit.wrong += 1;
    if (event.frame.refusal !== undefined) unit.refusals += 1;
    if (event.latency !== undefined) {
      if (unit.latencies.length >= MAX_LATENCIES) unit.latencies.shift();
      unit.latencies.push(event.latency);
    }
  }

  #ofRequest({ frame }: HeardFrame): UnitHeard {
    return this.#of(frame.framing.name, frame.unit);
  }

  #of(framing: string, unit: number | undefined): UnitHeard {
    const known = this.units.find(each => each.framing === framing && each.unit === unit);
    if (known !== undefined) return known;
    const counts = { requests: 0, answered: 0, unanswered: 0, late: 0, refusals: 0 };
    const fresh = {
      framing,
      unit,
      ...counts,
      wrong: 0,
      damaged: 0,
      stray: 0,
      withoutAnswer: 0,
      latencies: [],
    };
    this.units.push(fresh);
    return fresh;
  }
}
