import { UsageError } from '@bus/line';
import { CHECKSUM_FLAG } from '../values/configuration.js';

/** What a simulated module keeps without power. */
export interface StoredSettings {
  address: number;
  typeCode: number;
  baudCode: number;
  flags: number;
  name: string;
  /** 0 DCON, 1 Modbus RTU, 3 Modbus ASCII: after the next power-up. */
  protocol: number;
  responseDelay: number;
  invert: number;
  /** The host watchdog has tripped. */
  tripped: boolean;
  watchdog: { enabled: boolean; tenths: number };
}

/** How a simulated module begins. */
export interface SimulatedModuleOptions {
  /** As it is stored, 0..255; 1 by default. */
  address?: number;
  /** `false` by default. */
  checksum?: boolean;
  /** Powered up with INIT* grounded: listens at address 00 without a checksum and answers with its stored address. */
  init?: boolean;
  typeCode?: number;
  /** 06 by default: 9600 bit/s. It makes no difference to the simulation. */
  baudCode?: number;
  /** Third byte of the configuration, without the checksum flag. */
  flags?: number;
  /** As it answers to `$AAM`; the family's name by default. */
  name?: string;
  firmware?: string;
  /** How output writes are refused; manuals differ. `?AA` by default. */
  refusal?: '?' | '?AA';
  /** What it can speak: 0 DCON, 1 Modbus RTU as well (the default), 3 Modbus ASCII as well. */
  protocols?: 0 | 1 | 3;
  /** Answers about the watchdog as old firmware does, without its enable flag. */
  oldWatchdog?: boolean;
}

/** @throws {UsageError} the address is none. */
export function storedSettings(
  options: SimulatedModuleOptions,
  name: string,
  typeCode: number,
): StoredSettings {
  const { address = 1 } = options;
  if (!Number.isInteger(address) || address < 0 || address > 255)
    throw new UsageError(`a module's address is 0 to 255, not ${address}`);
  return {
    address,
    typeCode: options.typeCode ?? typeCode,
    baudCode: options.baudCode ?? 0x06,
    flags: (options.flags ?? 0) | (options.checksum ? CHECKSUM_FLAG : 0),
    name: options.name ?? name,
    protocol: 0,
    responseDelay: 0,
    invert: 0,
    tripped: false,
    watchdog: { enabled: false, tenths: 0 },
  };
}
