import { UsageError } from '@bus/line';
import type { ModuleKind } from '../commands/index.js';
import type { CallOptions, ModuleRequests } from './module-requests.js';

/**
 * Lets a command pass to modules that know it. The same letters mean something else to others, even a write: `@AACA` clears
 * an alarm of one, and sets the outputs of another to CA.
 *
 * @throws {UsageError} the module is of another kind.
 */
export async function requireKind(
  requests: ModuleRequests,
  kinds: readonly ModuleKind[],
  what: string,
  options: CallOptions,
): Promise<void> {
  const { kind, title } = await requests.family(options);
  if (!kinds.includes(kind)) throw new UsageError(`the ${title} has no ${what}`);
}
