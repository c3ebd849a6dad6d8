import * as v from 'valibot';
import { topics } from './events.js';
import type { InstrumentInfo, InstrumentValues, PointValue } from './instruments.js';
import type { LineInfo } from './lines.js';
import {
  dconAddress,
  lineId,
  modbusAddress,
  modbusTable,
  modbusUnit,
  registerFormat,
  timeout,
  writtenValue,
} from './parameters.js';

const none = v.optional(v.strictObject({}), {});

/**
 * Every method: what it takes. Unknown parameters are refused, so that a misspelt one is not ignored. `MethodResults`
 * says what each returns.
 */
export const methods = {
  /** Only where the server wants a token; then it must be the first call. */
  authenticate: v.strictObject({ token: v.pipe(v.string(), v.maxLength(1024)) }),
  'server.info': none,

  'lines.list': none,
  /** Pulls the plug of a simulated line, to see what happens. */
  'lines.unplug': v.strictObject({ line: lineId }),
  'lines.plug': v.strictObject({ line: lineId }),
  /**
   * Sends what was typed and returns what was heard. `$022` and the like are DCON, `!0R` and `#0R` on a 232DRIO's line are
   * for the 232DRIO, hexadecimal bytes are Modbus: unit, function and data; the checksum is added to each.
   */
  'line.send': v.strictObject({
    line: lineId,
    text: v.pipe(v.string(), v.minLength(1), v.maxLength(600)),
    protocol: v.optional(v.picklist(['modbus', 'dcon', '232drio'])),
    /** DCON: the module's checksum is on; false by default. */
    checksum: v.optional(v.boolean()),
    /** DCON: what to expect where module families answer differently: `>` alone, `>…` or `!…`. */
    answer: v.optional(v.picklist(['done', 'data', 'reply'])),
    timeout,
  }),

  'instruments.list': none,
  /** Reads all points of an instrument now. */
  'instruments.read': v.strictObject({ instrument: v.string() }),
  /** Writes one point and returns all of them as read back. */
  'points.write': v.strictObject({
    instrument: v.string(),
    point: v.string(),
    value: v.union([v.boolean(), v.pipe(v.number(), v.finite())]),
  }),

  'modbus.read': v.strictObject({
    line: lineId,
    unit: modbusUnit,
    address: modbusAddress,
    /** Values, not registers; 1 by default. */
    count: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(2000))),
    table: modbusTable,
    ...registerFormat,
    timeout,
  }),
  'modbus.write': v.strictObject({
    line: lineId,
    unit: modbusUnit,
    address: modbusAddress,
    /** Numbers for registers, true and false for coils. Several go to consecutive addresses. */
    values: v.pipe(v.array(writtenValue), v.minLength(1), v.maxLength(1968)),
    /** By default that to which the values belong: true and false are for coils. */
    table: v.optional(v.picklist(['holding', 'coil'])),
    /** Write one after another with functions 5 and 6, 16 at most, for instruments that know only those. */
    single: v.optional(v.boolean()),
    ...registerFormat,
    timeout,
  }),
  'dcon.read': v.strictObject({ line: lineId, ...dconAddress, timeout }),
  /** Switches one digital output, by its number on the label, or sets one analog output in its unit. */
  'dcon.write': v.strictObject({
    line: lineId,
    ...dconAddress,
    output: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(63)),
    value: v.union([v.boolean(), v.pipe(v.number(), v.finite())]),
    timeout,
  }),
  'drio.read': v.strictObject({ line: lineId, harsh: v.optional(v.boolean()), timeout }),
  /** One relay, or both; the other one stays as it is. */
  'drio.write': v.strictObject({
    line: lineId,
    harsh: v.optional(v.boolean()),
    relay1: v.optional(v.boolean()),
    relay2: v.optional(v.boolean()),
    timeout,
  }),

  subscribe: v.strictObject({
    topic: v.picklist(topics),
    /** `trace` needs it; with the others it picks the instruments or the one line that belong to it. */
    line: v.optional(lineId),
  }),
  unsubscribe: v.strictObject({ subscription: v.number() }),
} as const;

export type MethodName = keyof typeof methods;

/** What callers give. */
export type ParamsOf<M extends MethodName> = v.InferInput<(typeof methods)[M]>;

/** What the server works with. */
export type CheckedParams<M extends MethodName> = v.InferOutput<(typeof methods)[M]>;

export interface MethodResults {
  authenticate: { readonly ok: true };
  'server.info': ServerInfo;
  'lines.list': readonly LineInfo[];
  'lines.unplug': LineInfo;
  'lines.plug': LineInfo;
  'line.send': RawAnswer;
  'instruments.list': readonly InstrumentInfo[];
  'instruments.read': InstrumentValues;
  'points.write': InstrumentValues;
  'modbus.read': { readonly values: readonly PointValue[]; readonly elapsed: number };
  'modbus.write': { readonly elapsed: number };
  'dcon.read': DconReading;
  'dcon.write': DconReading;
  'drio.read': DrioReading;
  'drio.write': DrioReading;
  subscribe: { readonly subscription: number };
  unsubscribe: { readonly ok: true };
}

export interface ServerInfo {
  readonly name: 'bus demo';
  readonly version: string;
  /** True when every line is simulated. */
  readonly simulated: boolean;
  /** Connections at present. */
  readonly clients: number;
  /** The server's clock, in milliseconds since 1970: by it clients whose clock differs tell how old values are. */
  readonly time: number;
}

/** What a raw command brought. */
export interface RawAnswer {
  /** The whole frame that was sent. */
  readonly sent: string;
  /** The whole frame that was heard; absent when nobody answers such a command. */
  readonly heard?: string;
  /** DCON and 232DRIO: the answer as text, without checksum and carriage return. */
  readonly text?: string;
  /** What the answer means, or the request where there is none. */
  readonly meaning: string;
  /** Milliseconds from the turn to the answer. */
  readonly elapsed: number;
}

export interface DconReading {
  /** What the module calls itself, or the family that was given. */
  readonly model: string;
  /** By number on the label. */
  readonly inputs?: Readonly<Record<string, boolean>>;
  readonly outputs?: Readonly<Record<string, boolean | number>>;
  /** A number with its unit, or words such as `over range`. */
  readonly analog?: readonly { readonly value: PointValue; readonly unit?: string }[];
  readonly counters?: readonly number[];
  readonly elapsed: number;
}

export interface DrioReading {
  readonly relay1: boolean;
  readonly relay2: boolean;
  readonly input: boolean;
  readonly elapsed: number;
}
