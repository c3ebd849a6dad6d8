import { DeviceError, FrameError, ReplyError, TimeoutError, UsageError } from '@bus/line';
import { readConfiguration, readName, writeConfiguration } from '../commands/common.js';
import type { ModuleKind } from '../commands/index.js';
import { INIT_ADDRESS } from '../exchange.js';
import type { Family } from '../families/family.js';
import {
  baudCodeOf,
  CHECKSUM_FLAG,
  type Configuration,
  type DataFormat,
  formatCode,
  type SerialFormat,
} from '../values/configuration.js';
import { addressText } from '../wire/leads.js';
import { type CallOptions, ModuleRequests } from './module-requests.js';

/** What is to be different. What is left out stays as it is. */
export interface ConfigurationChanges {
  /** New address, at once. */
  address?: number;
  typeCode?: number;
  /** Analog modules, at once. */
  format?: DataFormat;
  /** Digital modules: on which edge inputs are counted. */
  counterEdge?: 'falling' | 'rising';
  /** Analog inputs. */
  rejectionHz?: 50 | 60;
  /** After the next power-up without INIT; only in INIT mode. */
  baudRate?: number;
  serialFormat?: SerialFormat;
  checksum?: boolean;
}

export interface ConfigureOptions extends CallOptions {
  /** Says that the module is in INIT mode, so that speed and checksum may be changed. */
  initMode?: boolean;
  /** Skips the question whether somebody has the new address already. */
  skipAddressCheck?: boolean;
}

/** Whose flags these are in: the same bits are something else to other kinds of modules. */
const OWNERS: Readonly<Record<'counterEdge' | 'rejectionHz' | 'format', readonly ModuleKind[]>> = {
  counterEdge: ['digital'],
  rejectionHz: ['analog-input'],
  format: ['analog-input', 'analog-output'],
};

/**
 * Writes the configuration once, waits while the module is busy, and reads it back at the address that it has then.
 *
 * @throws {UsageError} speed or checksum without INIT mode, something that the family has not, or the new address is taken.
 * @throws {ReplyError} what was read back is something else.
 */
export async function configure(
  requests: ModuleRequests,
  changes: ConfigurationChanges,
  { initMode = false, skipAddressCheck = false, ...call }: ConfigureOptions = {},
): Promise<Configuration> {
  const communication = (['baudRate', 'serialFormat', 'checksum'] as const).filter(
    key => changes[key] !== undefined,
  );
  if (communication.length > 0 && !initMode) {
    throw new UsageError(`${communication.join(', ')} can be changed in INIT mode only`, {
      hint: 'Power the module up with INIT* grounded, ask address 0, and pass { initMode: true }.',
    });
  }
  const family = await requests.family(call);
  checkOwners(family, changes);
  const { address } = changes;
  if (address !== undefined && !(Number.isInteger(address) && address >= 0 && address <= 255))
    throw new UsageError(`a module's address is 0 to 255, not ${address}`);
  if (address !== undefined && address !== requests.address && !skipAddressCheck)
    await requireFree(requests, address, call);
  return requests.exclusively(async () => {
    const present = await requests.configuration({ ...call, fresh: true });
    const wanted = {
      newAddress: address ?? present.address,
      type: changes.typeCode ?? present.typeCode,
      baud: baudOf(present, changes),
      flags: flagsOf(present, changes),
    };
    await requests.askWithin(writeConfiguration, wanted, { ...call, retries: 0 });
    await requests.line.pause(family.busyTime, call.signal);
    return readBack(requests, initMode, wanted, call);
  }, call.signal);
}

function checkOwners({ kind, title }: Family, changes: ConfigurationChanges): void {
  for (const key of ['counterEdge', 'rejectionHz', 'format'] as const)
    if (changes[key] !== undefined && !OWNERS[key].includes(kind))
      throw new UsageError(`the ${title} has no ${key}: those bits are something else in its configuration`);
}

function baudOf(present: Configuration, { baudRate, serialFormat }: ConfigurationChanges): number {
  if (baudRate === undefined && serialFormat === undefined) return present.baudCode;
  return baudCodeOf(baudRate ?? present.baudRate, serialFormat ?? present.serialFormat);
}

function flagsOf({ flags }: Configuration, changes: ConfigurationChanges): number {
  let wanted = flags;
  const bit = (mask: number, on: boolean | undefined) => {
    if (on !== undefined) wanted = on ? wanted | mask : wanted & ~mask;
  };
  bit(CHECKSUM_FLAG, changes.checksum);
  bit(0x80, changes.counterEdge && changes.counterEdge === 'rising');
  bit(0x80, changes.rejectionHz && changes.rejectionHz === 50);
  if (changes.format !== undefined) wanted = (wanted & ~3) | formatCode(changes.format);
  return wanted;
}

/** How a question fails that somebody answered. */
const SOMEBODY = [DeviceError, FrameError, ReplyError, TimeoutError];

/** Two modules with one address answer together, and neither can be understood. */
async function requireFree(requests: ModuleRequests, address: number, call: CallOptions): Promise<void> {
  for (const checksum of [false, true]) {
    const other = new ModuleRequests(requests.line, address, { checksum });
    try {
      await other.ask(readName, {}, { ...call, retries: 0 });
    } catch (error) {
      // Silence is what is hoped for. Anything else, also what cannot be understood, is somebody.
      if (error instanceof TimeoutError && error.code === 'no-reply') continue;
      const unasked = error instanceof TimeoutError && error.code === 'line-busy';
      if (unasked || !SOMEBODY.some(type => error instanceof type)) throw error;
    }
    throw new UsageError(`somebody answers at address ${addressText(address)} already: nothing was written`);
  }
}

async function readBack(
  requests: ModuleRequests,
  initMode: boolean,
  wanted: { newAddress: number; type: number; baud: number; flags: number },
  call: CallOptions,
): Promise<Configuration> {
  // In INIT mode the module goes on to listen at address 00, but not in the window of a soft INIT.
  const stays = initMode && requests.address === INIT_ADDRESS;
  const address = stays ? INIT_ADDRESS : wanted.newAddress;
  const { family: _, ...options } = requests.options;
  const there = new ModuleRequests(requests.line, address, {
    ...options,
    checksum: requests.checksum ?? false,
    ...(requests.knownFamily === undefined ? {} : { family: requests.knownFamily }),
  });
  const got = await there.ask(readConfiguration, {}, call);
  if (
    got.address === wanted.newAddress &&
    got.type === wanted.type &&
    got.baud === wanted.baud &&
    got.flags === wanted.flags
  )
    return there.configuration(call);
  throw new ReplyError(
    'wrong-echo',
    `module ${addressText(requests.address)}: the configuration reads back differently`,
    {
      hint: `It is at address ${addressText(got.address!)} with type ${addressText(got.type)}, speed ${addressText(got.baud)}, flags ${addressText(got.flags)}.`,
    },
  );
}
