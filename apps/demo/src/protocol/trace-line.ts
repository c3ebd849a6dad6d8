import type { TraceKind } from '@bus/line';

/** One run of bytes on a line, explained. */
export interface TraceLine {
  /** Counts the runs of bytes of the line, so that a gap shows that some are missing. */
  readonly number: number;
  /** Milliseconds since 1970, to a thousandth. */
  readonly time: number;
  readonly direction: 'sent' | 'received';
  readonly kind: TraceKind;
  /** `01 03 01 21 00 01 D5 FC`. */
  readonly hex: string;
  /** What it means: `unit 1, read holding registers 289, 1`, or the kind where it is no frame. */
  readonly meaning: string;
}
