import { formatHex } from '@bus/line';
import type { Connection } from '../../connect.js';
import { formatDconAddress } from '../../dcon-address.js';
import { outcomeOf } from '../question-outcome.js';
import { RoundTrips } from '../round-trips.js';
import type { UnitFound, UnitProblem } from './unit-events.js';

export interface DconUnitsScan {
  readonly connection: Connection;
  readonly addresses: readonly number[];
  readonly timeout: number;
  readonly signal: AbortSignal | undefined;
  progress(done: number, address: number): void;
}

/** Asks each address for its name, `$AAM`, without a checksum and then with one. */
export async function* dconUnits({
  connection,
  addresses,
  timeout,
  signal,
  progress,
}: DconUnitsScan): AsyncGenerator<UnitFound | UnitProblem, void> {
  const { line } = connection;
  const { DconClient } = await import('@bus/dcon');
  const client = new DconClient(line);
  const trips = new RoundTrips(line);
  try {
    for (const [done, unit] of addresses.entries()) {
      progress(done, unit);
      const where = { protocol: 'dcon' as const, unit, address: formatDconAddress(unit) };
      for (const checksum of [false, true]) {
        let name: string | undefined;
        const call = client
          .module(unit, { checksum })
          .name({ timeout, retries: 0, ...(signal === undefined ? {} : { signal }) })
          .then(text => {
            name = text;
          });
        const outcome = await outcomeOf(call);
        if (outcome.kind === 'silent') continue;
        yield outcome.kind === 'answered'
          ? {
              ...{ event: 'found', ...where, asked: 'name', checksum },
              ...(name === undefined ? {} : { name }),
              ...(trips.latest === undefined ? {} : { roundTrip: trips.latest }),
              late: false,
            }
          : problem(where, outcome.error);
        break;
      }
      // In INIT mode a module answers to 00 with another address, so nobody could tell a late answer of it.
      if (unit === 0) await line.pause(2 * timeout, signal);
    }
  } finally {
    trips.end();
  }
}

function problem(
  where: Pick<UnitProblem, 'protocol' | 'unit'>,
  { code, message, facts }: { code: string; message: string; facts: { received?: Uint8Array } },
): UnitProblem {
  return {
    event: 'problem',
    ...where,
    code,
    message,
    ...(facts.received === undefined ? {} : { heard: formatHex(facts.received) }),
    attempts: { sound: 0, damaged: 1, silent: 0 },
    guess: 'two modules with this address, or a device of another kind',
    sure: 'possible',
  };
}
