import type { Identity } from '@bus/dcon';
import type { Context } from '../../context.js';
import { formatDconAddress } from '../../dcon-address.js';
import { askModule, type DconAnswered, type DconModuleOptions } from './module-options.js';

/** What a module says of itself. */
export interface DconIdentity {
  /** As it calls itself: `7044`. */
  name: string;
  /** As it is sold; absent when the name is not known. */
  model?: string;
  kind?: string;
  /** Absent when it does not tell. */
  firmware?: string;
  /** The address that it has stored: in INIT mode it is asked as 00, and answers with this one. */
  storedAddress: string;
  /** As it is stored: a change takes effect at the next power-up. */
  baudRate: number;
  /** Parity, data bits and stop bits: `N81`. */
  serialFormat: string;
  checksum: boolean;
  /** Two hexadecimal digits. */
  typeCode: string;
  /** Analog modules: how readings are written. */
  dataFormat?: string;
}

export type DconInfoResult = DconAnswered & DconIdentity;

/**
 * Asks a module what it is.
 *
 * @throws {BusError} see `exitCodes` for all its codes.
 *
 * @example const { model } = await dconInfo({ address: '02', port: '/dev/ttyUSB1' }); // 'I-7044'
 */
export async function dconInfo(options: DconModuleOptions, context: Context = {}): Promise<DconInfoResult> {
  const { identity, answered } = await askModule('identify', options, context, async () => undefined);
  const { elapsed, ...line } = answered;
  return { ...line, ...identityJson(identity), elapsed };
}

/** What a module says of itself, for programs. */
export function identityJson({ name, family, firmware, address, configuration }: Identity): DconIdentity {
  const { baudRate, serialFormat, checksum, typeCode, format } = configuration;
  return {
    name,
    ...(family === undefined ? {} : { model: family.title, kind: family.kind }),
    ...(firmware === undefined ? {} : { firmware }),
    storedAddress: formatDconAddress(address),
    baudRate,
    serialFormat,
    checksum,
    typeCode: formatDconAddress(typeCode),
    ...(format === undefined ? {} : { dataFormat: format }),
  };
}
