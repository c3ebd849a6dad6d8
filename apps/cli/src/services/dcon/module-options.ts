import type { DconModule, Identity } from '@bus/dcon';
import { UsageError } from '@bus/line';
import { type Asking, askLine, type LineAnswered } from '../../ask-line.js';
import type { Connection } from '../../connect.js';
import type { Context } from '../../context.js';
import { formatDconAddress, parseDconAddress } from '../../dcon-address.js';
import type { ConnectionOptions } from '../../settings.js';

/** Whether frames carry a checksum: `auto` asks without and then with one. */
export type ChecksumOption = 'off' | 'on' | 'auto';

export interface DconModuleOptions extends ConnectionOptions {
  /** Two hexadecimal digits: `02`, `0A`. */
  address: string;
  /** `off` by default, as modules are delivered. */
  checksum?: ChecksumOption;
  /** The model, such as `7044`; by default what the module calls itself. */
  family?: string;
  /** Goes on although no source confirms what is known of the family; false by default. */
  acceptUnconfirmed?: boolean;
}

export interface DconAnswered extends LineAnswered {
  framing: 'dcon' | 'dcon+checksum';
  /** Two hexadecimal digits. */
  address: string;
}

/** One module on a connection, and what it says of itself. */
export interface Met {
  readonly module: DconModule;
  readonly identity: Identity;
  readonly connection: Connection;
}

/**
 * What is about to be done with a module.
 *
 * @throws {UsageError} the address is none.
 */
export function askingModule(
  what: string,
  { address, checksum = 'off' }: Pick<DconModuleOptions, 'address' | 'checksum'>,
): Asking {
  const name = formatDconAddress(parseDconAddress(address));
  return { protocol: 'dcon', describe: () => `dcon ${name}, checksum ${checksum}, ${what}` };
}

/** Asks a module on a connection who it is. */
export async function meetModule(
  connection: Connection,
  { address, checksum = 'off', family, acceptUnconfirmed = false }: DconModuleOptions,
  signal: AbortSignal | undefined,
): Promise<Met> {
  const { DconClient } = await import('@bus/dcon');
  const module = new DconClient(connection.line).module(parseDconAddress(address), {
    checksum: checksumOf(checksum),
    acceptUnconfirmed,
    ...(family === undefined ? {} : { family }),
  });
  return { module, identity: await module.identify({ signal }), connection };
}

/** Connects, asks a module who it is, does something with it, and closes the line whatever comes of it. */
export async function askModule<T>(
  what: string,
  options: DconModuleOptions,
  context: Context,
  perform: (met: Met) => Promise<T>,
): Promise<{ answer: T; identity: Identity; answered: DconAnswered }> {
  const asking = askingModule(what, options);
  const { answer, answered } = await askLine(asking, lineOf(options), context, async connection => {
    const met = await meetModule(connection, options, context.signal);
    return { value: await perform(met), identity: met.identity };
  });
  const { value, identity } = answer;
  const framing = identity.checksum ? 'dcon+checksum' : 'dcon';
  const { port, simulated, elapsed } = answered;
  return {
    answer: value,
    identity,
    answered: {
      port,
      framing,
      simulated,
      address: formatDconAddress(parseDconAddress(options.address)),
      elapsed,
    },
  };
}

/** What is said of the line, and not of the module. */
export function lineOf<O extends DconModuleOptions>(options: O): ConnectionOptions {
  const { address: _, checksum, family, acceptUnconfirmed, ...line } = options;
  return line;
}

/** The setting as `@bus/dcon` takes it. */
export function checksumOf(checksum: ChecksumOption): boolean | 'auto' {
  return checksum === 'auto' ? checksum : checksum === 'on';
}

/** @throws {UsageError} the model is not known, so what its answers mean is not known either. */
export function familyOf({ module, identity }: Pick<Met, 'module' | 'identity'>) {
  const family = module.family ?? identity.family;
  if (family !== undefined) return family;
  throw new UsageError(`the module calls itself '${identity.name}', which is no known model`, {
    hint: 'Say which one it behaves like with --family, or ask it with bus dcon send.',
  });
}
