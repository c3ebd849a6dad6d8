import { type Expectation, MAX_RECORDS, RecordKind, type Scanner, type ScanRules } from './scanner.js';

/** A record in terms of the stream. */
export interface Heard {
  readonly kind: number;
  /** Offset in the stream. */
  readonly at: number;
  readonly bytes: readonly number[];
  /** Bytes of the stream that had arrived when it was recorded. */
  readonly heard: number;
}

/** Feeds a stream to a scanner and keeps every record, by its offset in the stream. */
export class Listener {
  readonly records: Heard[] = [];
  private arrived = 0;
  private readonly scanner: Scanner;
  private readonly rules: ScanRules;

  constructor(scanner: Scanner, rules: ScanRules) {
    this.scanner = scanner;
    this.rules = rules;
  }

  hear(chunk: Uint8Array): this {
    let from = 0;
    while (from < chunk.length) {
      const count = this.scanner.write(chunk, from);
      if (count === 0) throw new Error('the window is full');
      from += count;
      this.arrived += count;
      this.scan(false);
    }
    return this;
  }

  /** The same, read straight into the window piece by piece, and handed over in two parts. */
  hearLanded(chunk: Uint8Array): this {
    for (let from = 0; from < chunk.length; ) {
      const landing = this.scanner.landing();
      const piece = chunk.subarray(from, from + landing.length);
      landing.set(piece);
      const half = piece.length >> 1;
      if (half > 0) this.hear(landing.subarray(0, half));
      this.hear(landing.subarray(half, piece.length));
      from += piece.length;
    }
    // What a read would put there meanwhile must touch nothing.
    this.scanner.landing().fill(0xff);
    return this;
  }

  silence(): this {
    this.scan(true);
    return this;
  }

  get frames(): Heard[] {
    return this.records.filter(record => record.kind === RecordKind.FRAME);
  }

  private scan(silent: boolean): void {
    const { scanner } = this;
    let count: number;
    do {
      count = scanner.scan(this.rules, silent);
      for (let i = 0; i < count; i++) {
        const [kind = -1, offset = 0, length = 0] = scanner.records.subarray(3 * i, 3 * i + 3);
        this.records.push({
          kind,
          at: this.arrived - scanner.end + offset,
          bytes: [...scanner.window.subarray(offset, offset + length)],
          heard: this.arrived,
        });
      }
    } while (count === MAX_RECORDS);
  }
}

/** Everything heard of `stream`, cut at `cuts` (sizes of the chunks, repeated), with silence at the end when wanted. */
export function listen(
  scanner: Scanner,
  rules: ScanRules,
  stream: Uint8Array,
  { expected = [], cuts = [stream.length || 1], silent = true, landed = () => false }: ListenOptions = {},
): Listener {
  scanner.expect(expected);
  const listener = new Listener(scanner, rules);
  for (let at = 0, i = 0; at < stream.length; i++) {
    const size = cuts[i % cuts.length]!;
    const chunk = stream.slice(at, at + size);
    if (landed(i)) listener.hearLanded(chunk);
    else listener.hear(chunk);
    at += size;
  }
  return silent ? listener.silence() : listener;
}

export interface ListenOptions {
  readonly expected?: readonly Expectation[];
  readonly cuts?: readonly number[];
  readonly silent?: boolean;
  /** Whether the chunk with that number is read straight into the window; none is by default. */
  readonly landed?: (index: number) => boolean;
}

/** Everything heard of several streams with silence behind each. */
export function listenToTurns(
  scanner: Scanner,
  rules: ScanRules,
  turns: readonly Uint8Array[],
  { expected = [], cuts }: Omit<ListenOptions, 'silent'> = {},
): Heard[] {
  const records: Heard[] = [];
  let before = 0;
  for (const bytes of turns) {
    const heard = listen(scanner, rules, bytes, { expected, ...(cuts && { cuts }) }).records;
    for (const record of heard)
      records.push({ ...record, at: record.at + before, heard: record.heard + before });
    before += bytes.length;
  }
  return records;
}

/** The frames among the records. */
export function framesOf(records: readonly Heard[]): Heard[] {
  return records.filter(record => record.kind === RecordKind.FRAME);
}
