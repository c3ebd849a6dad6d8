import type { Protocol } from './lines.js';
import type { RpcErrorData } from './messages.js';

/** An instrument that the server knows. */
export interface InstrumentInfo {
  /** How calls name it: `oven`, `dcon-02`. */
  readonly id: string;
  readonly line: string;
  readonly protocol: Protocol;
  /** As people write it: `1`, `0A`; empty for a 232DRIO. */
  readonly address: string;
  /** `I-7044`, `temperature controller`. */
  readonly model: string;
  readonly title: string;
  readonly points: readonly PointInfo[];
}

/** Something that an instrument measures or is told. */
export interface PointInfo {
  /** Unique in its instrument: `output2`, `setPoint`. */
  readonly id: string;
  readonly title: string;
  readonly kind: 'number' | 'switch';
  /** What it is for, so that it can be shown fittingly. */
  readonly role: 'measured' | 'set-point' | 'input' | 'output';
  /** `°C`, `V`; absent where there is none. */
  readonly unit?: string;
  readonly writable: boolean;
  /** Decimal places that are shown, and that a write may have. */
  readonly decimals?: number;
  readonly min?: number;
  readonly max?: number;
}

/** A number, a switch, or undefined in words: `over range`. */
export type PointValue = number | boolean | string;

/** What is known of an instrument's values. */
export interface InstrumentValues {
  readonly instrument: string;
  /** By point; a point that was never read is absent. */
  readonly values: Readonly<Record<string, PointValue>>;
  /** Units by point, where the instrument itself told them with these values; for other points see `PointInfo`. */
  readonly units?: Readonly<Record<string, string>>;
  /** When they were read, in milliseconds since 1970; absent when they never were. */
  readonly readAt?: number;
  /** Why the latest attempt to read them failed. `values` are then those of `readAt`. */
  readonly error?: { readonly message: string; readonly data?: RpcErrorData };
}
