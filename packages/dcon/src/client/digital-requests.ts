import { UsageError } from '@bus/line';
import { readDigital, readDigitalStatus } from '../commands/digital.js';
import type { DigitalFeatures, Family } from '../families/family.js';
import { type DigitalMasks, unpackDigital } from '../values/digital-state.js';
import type { CallOptions, ModuleRequests } from './module-requests.js';

/**
 * The digital features of a module, with its own layout if one was given.
 *
 * @throws {UsageError} it has none, or they stand on what no source confirms and nobody has allowed that.
 */
export async function digitalOf(
  requests: ModuleRequests,
  options: CallOptions = {},
): Promise<DigitalFeatures> {
  const family = await requests.family(options);
  if (family.digital === undefined)
    throw new UsageError(`the ${family.title} has no digital inputs or outputs like these`);
  checkConfirmed(requests, family);
  const { layout } = requests.options;
  if (layout === undefined) return family.digital;
  const { disputed: _, ...settled } = family.digital;
  return { ...settled, layout };
}

/** @throws {UsageError} something of the family is unconfirmed, and nobody has allowed that. */
export function checkConfirmed({ options }: ModuleRequests, family: Family): void {
  const { unconfirmed, title } = family;
  if (unconfirmed === undefined || options.acceptUnconfirmed || options.layout !== undefined) return;
  throw new UsageError(`${title}: no source confirms ${unconfirmed}`, {
    hint: 'Try it with command(), then pass { acceptUnconfirmed: true }, or the right { layout }.',
  });
}

/** Reads both bytes. `ask` is that of the requests, inside or outside of an exclusive task. */
export async function readMasks(
  requests: ModuleRequests,
  { layout, read }: DigitalFeatures,
  options: CallOptions = {},
): Promise<DigitalMasks> {
  const command = read === '@AA' ? readDigital : readDigitalStatus;
  const { first, second } = await requests.ask(command, {}, options);
  return unpackDigital(layout, first, second);
}

/** The channel of a label, counted from 0. @throws {UsageError} the module has no such input or output. */
export function channelOf(what: 'input' | 'output', features: DigitalFeatures, label: number): number {
  const [first, count] =
    what === 'input' ? [features.firstInput, features.inputs] : [features.firstOutput, features.outputs];
  const channel = label - first;
  if (Number.isInteger(label) && channel >= 0 && channel < count) return channel;
  const has = count === 0 ? `no ${what}s` : `${what}s ${first} to ${first + count - 1}`;
  throw new UsageError(`there is no ${what} ${label}: this module has ${has}`);
}
