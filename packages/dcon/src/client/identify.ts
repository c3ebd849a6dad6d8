import { type BusError, DeviceError, ReplyError, TimeoutError } from '@bus/line';
import { readFirmware, readName } from '../commands/common.js';
import type { Family } from '../families/family.js';
import type { Configuration } from '../values/configuration.js';
import type { CallOptions, ModuleRequests } from './module-requests.js';

/** What a module says of itself. */
export interface Identity {
  /** As it is stored. Differs from the address that was asked in INIT mode: this is how a forgotten one is found. */
  readonly address: number;
  /** As the module says it, such as `7044` or `M7065`. */
  readonly name: string;
  /** By its name; undefined when that is not in the table and no family was given either. */
  readonly family: Family | undefined;
  /** Undefined when the module does not tell. */
  readonly firmware: string | undefined;
  readonly configuration: Configuration;
  /** Whether the module was asked with a checksum. */
  readonly checksum: boolean;
}

/** Asks name, configuration and firmware: commands that change nothing. */
export async function identify(requests: ModuleRequests, options: CallOptions = {}): Promise<Identity> {
  const { name } = await requests.ask(readName, {}, options);
  const family = requests.recognise(name);
  const configuration = await requests.configuration({ ...options, fresh: true });
  return {
    address: configuration.address,
    name,
    family: family ?? requests.knownFamily,
    firmware: await firmwareOf(requests, options),
    configuration,
    checksum: requests.checksum === true,
  };
}

/** Not every module has the command; then it refuses or is silent. */
async function firmwareOf(requests: ModuleRequests, options: CallOptions): Promise<string | undefined> {
  try {
    return (await requests.ask(readFirmware, {}, options)).version;
  } catch (error) {
    if (error instanceof DeviceError || error instanceof TimeoutError || error instanceof ReplyError)
      return undefined;
    throw error as BusError;
  }
}
