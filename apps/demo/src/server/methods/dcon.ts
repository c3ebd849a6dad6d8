import { BusError } from '@bus/line';
import type { DconReading } from '../../protocol/index.js';
import type { CallContext } from '../call-context.js';
import { type ExchangeCall, exchangeCall } from '../call-context.js';
import type { KnownModule, ModuleAddress } from '../dcon-modules.js';
import { onLine } from '../on-line.js';
import { type ModuleValues, readModule } from '../read-module.js';
import { dconKey } from '../unit-key.js';
import type { HandlersOf } from './handler.js';

/** DCON modules by their addresses. */
export const dconMethods: HandlersOf<'dcon.read' | 'dcon.write'> = {
  'dcon.read': ({ line, timeout, ...address }, context) =>
    withModule(line, address, timeout, context, readModule),

  'dcon.write': ({ line, timeout, output, value, ...address }, context) =>
    withModule(line, address, timeout, context, async (known, call) => {
      const { outputs, analogOutputs } = known.module;
      // Where sources disagree about what a reading means, it can't tell that a write has failed.
      const verify = known.family.digital?.disputed !== true;
      if (typeof value === 'boolean') await outputs.set(output, value, { ...call, verify });
      else await analogOutputs.write(value, { ...call, channel: output });
      return readBack(known, call);
    }),
};

type ModuleTask = (known: KnownModule, call: ExchangeCall) => Promise<ModuleValues>;

async function withModule(
  lineId: string,
  address: ModuleAddress,
  timeout: number | undefined,
  context: CallContext,
  task: ModuleTask,
): Promise<DconReading> {
  const call = exchangeCall(context, timeout);
  const { value, elapsed } = await onLine(context, lineId, dconKey(address.address), line =>
    context.modules.use(line, lineId, address, call, async known => ({
      model: known.model,
      ...(await task(known, call)),
    })),
  );
  return { ...value, elapsed };
}

/** By now the module has confirmed the write: a failure here must not look like one before it. */
async function readBack(known: KnownModule, call: ExchangeCall): Promise<ModuleValues> {
  try {
    return await readModule(known, call);
  } catch (error) {
    throw error instanceof BusError ? error.addFacts('read back', { outcomeUnknown: true }) : error;
  }
}
