import { DrioClient, type DrioState } from '@bus/232drio';
import { type Line, UsageError } from '@bus/line';
import type { DrioReading } from '../../protocol/index.js';
import { exchangeCall } from '../call-context.js';
import { onLine, type Timed } from '../on-line.js';
import { DRIO_KEY } from '../unit-key.js';
import type { HandlersOf } from './handler.js';

/** The 232DRIO of a line. */
export const drioMethods: HandlersOf<'drio.read' | 'drio.write'> = {
  'drio.read': async ({ line, harsh, timeout }, context) => {
    const call = exchangeCall(context, timeout);
    return reading(await onLine(context, line, DRIO_KEY, line => clientOf(line, harsh).read(call)));
  },

  'drio.write': async ({ line, harsh, relay1, relay2, timeout }, context) => {
    const call = exchangeCall(context, timeout);
    const write = async (line: Line): Promise<DrioState> => {
      const client = clientOf(line, harsh);
      if (relay1 !== undefined && relay2 !== undefined) return (await client.set({ relay1, relay2 }, call))!;
      const [relay, on] = relay1 === undefined ? ([2, relay2!] as const) : ([1, relay1] as const);
      return (await client.relays.set(relay, on, call))!;
    };
    if (relay1 === undefined && relay2 === undefined)
      throw new UsageError("drio.write: 'relay1', 'relay2' or both must be given");
    return reading(await onLine(context, line, DRIO_KEY, write));
  },
};

/** Sets are always read back, so that there is a state to tell. */
function clientOf(line: Line, harsh = false): DrioClient {
  return new DrioClient(line, { mode: harsh ? 'harsh' : 'normal', verify: true });
}

function reading({ value, elapsed }: Timed<DrioState>): DrioReading {
  const { relay1, relay2, input } = value;
  return { relay1, relay2, input, elapsed };
}
