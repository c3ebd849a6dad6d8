import { UsageError } from '@bus/line';
import { parseState } from './written-values.js';

/** How relays are named on the command line: `--relay 1 on`, or `--relay1 on --relay2 off`. */
export interface NamedRelays {
  relay?: '1' | '2' | undefined;
  state?: string | undefined;
  relay1?: string | undefined;
  relay2?: string | undefined;
}

/**
 * The states of the relays that are named.
 *
 * @throws {UsageError} a state is missing, belongs to no relay, or is neither on nor off.
 */
export function namedRelays({ relay, state, ...states }: NamedRelays): {
  relay1?: boolean;
  relay2?: boolean;
} {
  if (relay === undefined && state !== undefined)
    throw new UsageError(`'${state}' belongs to no relay`, { hint: `Say --relay 1 ${state}.` });
  if (relay !== undefined && state === undefined)
    throw new UsageError(`--relay ${relay} needs a state`, { hint: `Say --relay ${relay} on, or off.` });
  const named = relay === undefined ? states : { [`relay${relay}`]: state };
  const given = Object.entries(named).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(given.map(([name, text]) => [name, parseState(text, 'a relay')]));
}
