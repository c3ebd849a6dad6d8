import { UsageError } from '@bus/line';
import { parseDconAddresses } from '../../dcon-address.js';
import type { ConnectionOptions } from '../../settings.js';

/** The speeds that modules have, the most usual ones first. */
export const moduleSpeeds: readonly number[] = [9600, 19_200, 38_400, 115_200, 57_600, 4800, 2400, 1200];

export interface ScanRange extends ConnectionOptions {
  /** `00-0F`, `02,0A`; `00-FF` by default. */
  addresses?: string;
  /** Bits per second, one after the other. */
  bauds?: readonly number[];
}

/** What a scan goes through: all addresses at each of the speeds. */
export interface ScanPlan {
  readonly addresses: readonly number[];
  /** Undefined: as the line is. */
  readonly speeds: readonly (number | undefined)[];
}

/**
 * The speeds are those that are asked for; else the one of `--baud`, `--line` or the port's URL; else all that modules
 * have, and that of the environment or the configuration file before the others. A line that is not serial has none.
 *
 * @param own what the line is set to; undefined when it is not serial.
 * @throws {UsageError} an address or speed makes no sense, or there are speeds for a line that has none.
 */
export function scanPlan(
  { addresses = '00-FF', bauds, baud, line, port }: ScanRange,
  own?: number,
): ScanPlan {
  const list = parseDconAddresses(addresses);
  if (bauds !== undefined && (baud !== undefined || line !== undefined))
    throw new UsageError('--bauds says all about the speed: leave --baud and --line out');
  if (own === undefined) {
    if (bauds !== undefined) throw new UsageError('--bauds is for serial ports, which this one is not');
    return { addresses: list, speeds: [undefined] };
  }
  if (bauds?.length === 0) throw new UsageError('--bauds names no speed');
  if (bauds !== undefined) return { addresses: list, speeds: [...new Set(bauds)] };
  const fixed = baud !== undefined || line !== undefined || /[?&]baudRate=/.test(port ?? '');
  if (fixed) return { addresses: list, speeds: [undefined] };
  return { addresses: list, speeds: [...new Set([own, ...moduleSpeeds])] };
}
