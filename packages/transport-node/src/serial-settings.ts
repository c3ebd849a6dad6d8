import { UsageError } from '@bus/line';
import { completeRs485, type Rs485Settings } from './rs485.js';

export type Parity = 'none' | 'even' | 'odd';

/** Speed and shape of the characters on a serial line. */
export interface LineFormat {
  /** Bits per second, an integer 50..4 000 000; 19200 by default. */
  baudRate?: number;
  /** 5..8; 8 by default. */
  dataBits?: 5 | 6 | 7 | 8;
  /** `none` by default. */
  parity?: Parity;
  /** 1 or 2; 1 by default. */
  stopBits?: 1 | 2;
}

/** Where a serial port is and how it is set. */
export interface SerialSettings extends LineFormat {
  /** `/dev/ttyUSB0`, `COM3`, `\\.\COM10`, …; `usb:A50285BI` or `usb:0403:6001` for a USB adapter whatever its path. */
  path: string;
  /** Hardware flow control by RTS and CTS; `false` by default. */
  rtscts?: boolean;
  /** Keep other processes from opening the port; `true` by default. Windows always does. */
  lock?: boolean;
  /** Switch the driver of an RS-485 line by RTS; absent by default: the adapter or the kernel does it. */
  rs485?: Rs485Settings;
}

/** All settings of a serial port, with defaults filled in. */
export interface CompleteSerialSettings extends Required<Omit<SerialSettings, 'rs485'>> {
  rs485?: Required<Rs485Settings>;
}

export const formatDefaults: Required<LineFormat> = {
  baudRate: 19_200,
  dataBits: 8,
  parity: 'none',
  stopBits: 1,
};

const defaults: Required<Omit<SerialSettings, 'path' | 'rs485'>> = {
  ...formatDefaults,
  rtscts: false,
  lock: true,
};

/** The names of the serial settings that a URL can name. */
export const urlSettingNames: readonly string[] = Object.keys(defaults);

/** The names of all serial settings but `path`. */
export const settingNames: readonly string[] = [...urlSettingNames, 'rs485'];

/**
 * The settings with defaults filled in.
 *
 * @throws {UsageError} a setting is out of range or unknown.
 */
export function completeSettings(settings: SerialSettings): CompleteSerialSettings {
  const given = Object.entries(settings).filter(([, value]) => value !== undefined);
  const all: CompleteSerialSettings = { ...defaults, path: '', ...Object.fromEntries(given) };
  for (const [name] of given) {
    if (name === 'path' || settingNames.includes(name)) continue;
    const near = settingNames.find(known => known.toLowerCase() === name.toLowerCase());
    throw new UsageError(`${name} is not a serial setting`, {
      hint: near ? `It is spelt ${near}.` : `The settings are path, ${settingNames.join(', ')}.`,
    });
  }
  checkPath(all.path);
  checkFormat(all);
  for (const name of ['rtscts', 'lock'] as const)
    if (typeof all[name] !== 'boolean')
      throw new UsageError(`${name} must be true or false, not ${show(all[name])}`);
  if (all.rs485 === undefined) return all;
  if (all.rtscts)
    throw new UsageError('rs485 and rtscts both claim the RTS line', { hint: 'Leave rtscts out.' });
  return { ...all, rs485: completeRs485(all.rs485) };
}

function checkPath(path: unknown): void {
  // The native part cuts longer paths off without a word, and would open another file.
  if (typeof path !== 'string' || path === '' || path.length > 1000 || path.includes('\0'))
    throw new UsageError(
      `the path of a serial port must be a name like /dev/ttyUSB0 or COM3, not ${show(path)}`,
    );
}

/**
 * Checks the speed and the shape of the characters.
 *
 * @throws {UsageError} one of them is out of range.
 */
export function checkFormat(format: Required<LineFormat>): void {
  const { baudRate, dataBits, parity, stopBits } = format;
  if (!Number.isInteger(baudRate) || baudRate < 50 || baudRate > 4_000_000)
    throw new UsageError(`baudRate must be an integer from 50 to 4000000, not ${show(baudRate)}`);
  if (![5, 6, 7, 8].includes(dataBits))
    throw new UsageError(`dataBits must be 5, 6, 7 or 8, not ${show(dataBits)}`);
  if (!['none', 'even', 'odd'].includes(parity))
    throw new UsageError(`parity must be none, even or odd, not ${show(parity)}`);
  if (![1, 2].includes(stopBits)) throw new UsageError(`stopBits must be 1 or 2, not ${show(stopBits)}`);
}

/** Milliseconds that one character takes on the wire, from start bit to stop bit. */
export function characterTime(format: Required<LineFormat>): number {
  const bits = 1 + format.dataBits + (format.parity === 'none' ? 0 : 1) + format.stopBits;
  return (bits * 1000) / format.baudRate;
}

function show(value: unknown): string {
  return typeof value === 'string' ? `'${value}'` : String(value);
}
