import { UsageError } from '@bus/line';
import type { ModuleKind } from '../commands/index.js';

/** How readings are written. */
export type DataFormat = 'engineering' | 'percent' | 'hex' | 'ohms';
/** Character format, as in `N81`: no parity, 8 data bits, 1 stop bit. */
export type SerialFormat = 'N81' | 'N82' | 'E81' | 'O81';

/** What the answer to `$AA2` says. */
export interface Configuration {
  /** As it is stored; differs from the address that was asked in INIT mode. */
  readonly address: number;
  readonly typeCode: number;
  readonly baudCode: number;
  /** Bit/s. */
  readonly baudRate: number;
  readonly serialFormat: SerialFormat;
  /** The third byte as it is. */
  readonly flags: number;
  readonly checksum: boolean;
  /** Digital modules: on which edge inputs are counted. */
  readonly counterEdge?: 'falling' | 'rising';
  /** Analog modules. */
  readonly format?: DataFormat;
  /** Analog inputs: the mains frequency that is filtered out. */
  readonly rejectionHz?: 50 | 60;
  /** Analog inputs: bit 5, on models that have a fast mode. */
  readonly fast?: boolean;
  /** Analog outputs: 0 immediate, then 0.0625 V/s and double with each step. */
  readonly slewCode?: number;
  /** Counter modules. */
  readonly mode?: 'counter' | 'frequency' | 'battery-backed counter';
  /** Counter modules: for how long pulses are counted to measure a frequency. */
  readonly gateSeconds?: 0.1 | 1;
}

export const CHECKSUM_FLAG = 0x40;

const BAUD_RATES: ReadonlyMap<number, number> = new Map([
  [0x03, 1200],
  [0x04, 2400],
  [0x05, 4800],
  [0x06, 9600],
  [0x07, 19200],
  [0x08, 38400],
  [0x09, 57600],
  [0x0a, 115200],
  [0x0b, 230400],
]);
const SERIAL_FORMATS: readonly SerialFormat[] = ['N81', 'N82', 'E81', 'O81'];
const DATA_FORMATS: readonly DataFormat[] = ['engineering', 'percent', 'hex', 'ohms'];

/** The code of a speed and character format. @throws {UsageError} modules have no such speed. */
export function baudCodeOf(baudRate: number, serialFormat: SerialFormat = 'N81'): number {
  for (const [code, rate] of BAUD_RATES)
    if (rate === baudRate) return code | (SERIAL_FORMATS.indexOf(serialFormat) << 6);
  throw new UsageError(
    `a module's speed is one of ${[...BAUD_RATES.values()].join(', ')} bit/s, not ${baudRate}`,
  );
}

/** The code of a data format in the flags. */
export const formatCode = (format: DataFormat): number => DATA_FORMATS.indexOf(format);

/** The kind of a module by its type code, as far as that says it: 00 to 2F and 80 to 83 are inputs, 30 to 35 outputs. */
export function kindOfType(typeCode: number): ModuleKind {
  if (typeCode === 0x40) return 'digital';
  if (typeCode >= 0x50 && typeCode <= 0x52) return 'counter';
  return (typeCode >= 0x30 && typeCode <= 0x35) || typeCode === 0x3f ? 'analog-output' : 'analog-input';
}

/**
 * Reads the three bytes of a configuration. Undefined when the speed is none that modules have.
 *
 * @param kind decides what the flags mean; by default what the type code says.
 */
export function decodeConfiguration(
  { address, type, baud, flags }: { address: number; type: number; baud: number; flags: number },
  kind: ModuleKind = kindOfType(type),
): Configuration | undefined {
  const baudRate = BAUD_RATES.get(baud & 0x3f);
  if (baudRate === undefined) return undefined;
  return {
    address,
    typeCode: type,
    baudCode: baud,
    baudRate,
    serialFormat: SERIAL_FORMATS[baud >> 6]!,
    flags,
    checksum: (flags & CHECKSUM_FLAG) !== 0,
    ...meaningOf(kind, type, flags),
  };
}

function meaningOf(kind: ModuleKind, type: number, flags: number): Partial<Configuration> {
  const format = DATA_FORMATS[flags & 3]!;
  switch (kind) {
    case 'digital':
      return { counterEdge: flags & 0x80 ? 'rising' : 'falling' };
    case 'analog-input':
      return { format, rejectionHz: flags & 0x80 ? 50 : 60, fast: (flags & 0x20) !== 0 };
    case 'analog-output':
      return { format, slewCode: (flags >> 2) & 15 };
    case 'counter':
      return {
        mode: type === 0x51 ? 'frequency' : type === 0x52 ? 'battery-backed counter' : 'counter',
        gateSeconds: flags & 4 ? 1 : 0.1,
      };
  }
}
