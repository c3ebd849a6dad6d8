import { createScanner, MAX_RECORDS, RecordKind, type Scanner } from '@bus/codec';
import { type Clock, type Framing, type Side, systemClock, type Timer, type TraceEvent } from '@bus/line';

/** One direction: bytes that have come and belong to no event yet. */
interface Direction {
  readonly side: Side;
  readonly scanner: Scanner;
  timer: Timer | undefined;
}

/** Cuts what passes a served port into frames, for people. */
export class FrameLog {
  readonly #framing: Framing;
  readonly #medium: string;
  readonly #tell: (event: TraceEvent) => void;
  readonly #clock: Clock;
  readonly #silence: number;
  readonly #heard: Direction = { side: 'request', scanner: createScanner(), timer: undefined };
  readonly #said: Direction = { side: 'response', scanner: createScanner(), timer: undefined };

  constructor(
    framing: Framing,
    medium: { name: string; characterTime: number },
    tell: (event: TraceEvent) => void,
    clock: Clock = systemClock,
  ) {
    this.#framing = framing;
    this.#medium = medium.name;
    this.#silence = framing.silence(medium);
    this.#tell = tell;
    this.#clock = clock;
  }

  heard(bytes: Uint8Array): void {
    this.#take(this.#heard, bytes);
  }

  said(bytes: Uint8Array): void {
    // Whatever was asked before is over.
    this.#scan(this.#heard, true);
    this.#take(this.#said, bytes);
  }

  /** Tells what is left, and nothing afterwards. */
  close(): void {
    for (const direction of [this.#heard, this.#said]) {
      this.#scan(direction, true);
      if (direction.timer !== undefined) this.#clock.clearTimer(direction.timer);
      direction.scanner.release();
    }
  }

  #take(direction: Direction, bytes: Uint8Array): void {
    for (let taken = 0; taken < bytes.length; ) {
      taken += direction.scanner.write(bytes, taken);
      this.#scan(direction, false);
    }
    if (direction.timer !== undefined) this.#clock.clearTimer(direction.timer);
    direction.timer = this.#clock.setTimer(() => {
      direction.timer = undefined;
      this.#scan(direction, true);
    }, this.#silence);
  }

  #scan({ scanner, side }: Direction, silent: boolean): void {
    let count: number;
    do {
      count = this.#framing.scan(scanner, silent);
      for (let index = 0; index < 3 * count; index += 3) {
        const [kind, offset, length] = scanner.records.subarray(index, index + 3) as unknown as number[];
        this.#emit(side, kind === RecordKind.FRAME, scanner.window.slice(offset, offset! + length!));
      }
    } while (count === MAX_RECORDS);
  }

  #emit(side: Side, whole: boolean, bytes: Uint8Array): void {
    this.#tell({
      time: this.#clock.now(),
      direction: side === 'request' ? 'received' : 'sent',
      kind: whole ? (side === 'request' ? 'request' : 'reply') : 'noise',
      bytes,
      framing: this.#framing,
      medium: this.#medium,
      label: undefined,
    });
  }
}
