import type { LineFormat } from '@bus/transport-node';
import type { Protocol } from '../../protocol/index.js';
import type { InstrumentWish } from './instrument-flag.js';
import type { DoorLimits } from './server-settings.js';

/** Something that was asked for, and where: `--port sim:`, `plant.yaml:3`. */
export type Located<T> = T & { readonly where: string };

/** How the characters of a line are, and how long answers are waited for. */
export interface LineFormatWish extends LineFormat {
  readonly timeout?: number;
}

/** A line as it was asked for. */
export interface LineWish {
  readonly id?: string;
  readonly port: string;
  readonly format: LineFormatWish;
  readonly protocol?: Protocol;
}

/** What the command line, or a file, asks for. What is absent was not mentioned. */
export interface Wishes {
  readonly lines?: readonly Located<LineWish>[];
  readonly instruments?: readonly Located<InstrumentWish>[];
  /** For all lines. */
  readonly format?: LineFormatWish;
  readonly host?: string;
  readonly http?: number | false;
  readonly tcp?: number | false;
  readonly token?: string;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  readonly origins?: readonly string[];
  readonly limits?: Partial<DoorLimits>;
}
