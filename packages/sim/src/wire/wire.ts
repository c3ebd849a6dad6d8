import type { Clock, Timer } from '@bus/line';
import { Inbox } from './inbox.js';
import type { Station } from './station.js';
import { type Run, type Slot, Transmission } from './transmission.js';

/** Rounding of times must not make neighbours overlap. */
const OVERLAP = 1e-6;

/**
 * The medium that all stations share.
 *
 *     A  ──[b0][b1][b2]──────────────▶ time     each byte arrives when its last bit has, never earlier
 *     B  ───────[b0][b1]────────────▶           begins while another byte is on the wire: the two are
 *     C  hears  b0  b1&b0 b2&b1                 one byte for everybody else, the AND of both
 *
 * Without a character time a run arrives in one piece, in a microtask of its own, and nothing ever collides.
 */
export class Wire {
  readonly characterTime: number;
  readonly #clock: Clock;
  readonly #inboxes = new Map<Station, Inbox>();
  readonly #ends = new WeakMap<Transmission, number>();
  #transmissions: Transmission[] = [];
  #timer: Timer | undefined;
  #tickQueued = false;

  constructor(clock: Clock, characterTime: number) {
    this.#clock = clock;
    this.characterTime = characterTime;
  }

  join(station: Station): void {
    this.#inboxes.set(station, new Inbox(station));
  }

  /** The station hears no more, and what it has not sent yet fails with `error`. */
  leave(station: Station, error: Error): void {
    this.#inboxes.delete(station);
    const [gone, kept] = partition(this.#transmissions, ({ source }) => source === station);
    this.#transmissions = kept;
    for (const transmission of gone) transmission.fail(error);
  }

  /** Nothing of what is under way arrives. */
  clear(error: Error): void {
    const gone = this.#transmissions;
    this.#transmissions = [];
    for (const transmission of gone) transmission.fail(error);
  }

  /** Puts runs on the wire behind what the station is sending already; resolves when the last byte has arrived. */
  send(source: Station, runs: readonly Omit<Run, 'start'>[], delays: readonly number[]): Promise<void> {
    const due = this.#clock.now();
    let free = Math.max(due, this.#freeAt(source));
    const timed = runs.map((run, index) => {
      const start = Math.max(due + delays[index]!, free);
      free = run.only === undefined ? start + run.bytes.length * this.characterTime : start;
      return { ...run, start };
    });
    const transmission = new Transmission(source, timed, this.characterTime);
    this.#transmissions.push(transmission);
    this.#ends.set(transmission, free);
    this.#arm();
    return transmission.done;
  }

  #freeAt(source: Station): number {
    const own = this.#transmissions.filter(transmission => transmission.source === source);
    return Math.max(Number.NEGATIVE_INFINITY, ...own.map(transmission => this.#ends.get(transmission)!));
  }

  /** The transmission whose slot begins first; of equals, the one that was sent first. */
  #earliest(): Transmission | undefined {
    let earliest: Transmission | undefined;
    for (const transmission of this.#transmissions) {
      if (transmission.slot === undefined) continue;
      if (earliest === undefined || transmission.slot.start < earliest.slot!.start) earliest = transmission;
    }
    return earliest;
  }

  #arm(): void {
    if (this.#timer !== undefined) this.#clock.clearTimer(this.#timer);
    this.#timer = undefined;
    const next = this.#earliest();
    if (next === undefined || this.#tickQueued) return;
    const wait = next.slot!.end - this.#clock.now();
    if (wait > 0) this.#timer = this.#clock.setTimer(() => this.#tick(), wait);
    else {
      this.#tickQueued = true;
      queueMicrotask(() => this.#tick());
    }
  }

  /** Hands over what has arrived. A timer that fires a little early finds nothing and is set again. */
  #tick(): void {
    this.#tickQueued = false;
    const now = this.#clock.now();
    for (let next = this.#earliest(); next !== undefined && next.slot!.end <= now; next = this.#earliest()) {
      this.#arrive(next, next.slot!);
    }
    this.#handOver();
    this.#transmissions = this.#transmissions.filter(({ slot }) => slot !== undefined);
    this.#arm();
  }

  #handOver(): void {
    for (const inbox of [...this.#inboxes.values()]) inbox.handOver();
  }

  #arrive(transmission: Transmission, slot: Slot): void {
    const partners = this.#partners(transmission, slot);
    const bytes = slot.bytes.slice();
    for (const { slot: other } of partners) bytes[0]! &= other!.bytes[0]!;
    const sources = [transmission, ...partners].map(({ source }) => source.speaksFor ?? source);
    const more = slot.more && partners.length === 0;
    for (const [station, inbox] of [...this.#inboxes]) {
      const addressed =
        slot.run.only === undefined ? station.echo || !sources.includes(station) : slot.run.only === station;
      if (!addressed) continue;
      inbox.add(bytes, more);
      if (this.characterTime === 0) inbox.handOver();
    }
    if (slot.run.finished !== undefined) this.#handOver();
    for (const each of [transmission, ...partners]) each.take();
  }

  /** Other stations' bytes that begin while this one is on the wire. */
  #partners(transmission: Transmission, { end, bytes, run }: Slot): Transmission[] {
    if (this.characterTime === 0 || run.only !== undefined || bytes.length === 0) return [];
    return this.#transmissions.filter(other => {
      if (other.source === transmission.source || other.slot === undefined) return false;
      return (
        other.slot.run.only === undefined && other.slot.bytes.length > 0 && other.slot.start < end - OVERLAP
      );
    });
  }
}

function partition<T>(all: readonly T[], which: (item: T) => boolean): [T[], T[]] {
  return [all.filter(which), all.filter(item => !which(item))];
}
