import type { DrioClient, DrioState, InputPolarity } from '@bus/232drio';
import { UsageError } from '@bus/line';
import { askLine, type LineAnswered } from '../ask-line.js';
import type { Connection } from '../connect.js';
import type { Context } from '../context.js';
import type { ConnectionOptions } from '../settings.js';

export interface DrioOptions extends ConnectionOptions {
  /** Every data byte is followed by its complement; false by default. */
  harsh?: boolean;
  /** Which bit of the input means that voltage is there: `active-high` (1, the default) or `active-low` (0). */
  polarity?: InputPolarity;
}

export interface DrioSetOptions extends DrioOptions {
  /** True is energized. One alone leaves the other as it is. */
  relay1?: boolean;
  relay2?: boolean;
}

export interface DrioResult extends LineAnswered {
  framing: '232drio' | '232drio-harsh';
  relay1: boolean;
  relay2: boolean;
  /** True when voltage is at the input, as far as `polarity` is right. */
  input: boolean;
  polarity: InputPolarity;
}

/**
 * Reads the relays and the input of a 232DRIO.
 *
 * @throws {BusError} see `exitCodes` for all its codes.
 *
 * @example const { relay1, input } = await drioRead({ port: '/dev/ttyUSB1' });
 */
export function drioRead(options: DrioOptions, context: Context = {}): Promise<DrioResult> {
  return askUnit('read', options, context, unit => unit.read({ signal: context.signal }));
}

/**
 * Switches one relay or both of a 232DRIO, and says what the unit reports then.
 *
 * @throws {UsageError} no relay is named.
 * @throws {RelayMismatchError} the relays are not as ordered, also after a second attempt.
 * @throws {BusError} see `exitCodes` for all its codes.
 *
 * @example await drioSet({ relay1: true, port: '/dev/ttyUSB1' });
 */
export async function drioSet(options: DrioSetOptions, context: Context = {}): Promise<DrioResult> {
  const { relay1, relay2, ...others } = options;
  const { signal } = context;
  const states = Object.entries({ relay1, relay2 }).filter(([, on]) => on !== undefined);
  const target = `set ${states.map(([name, on]) => `${name} ${on ? 'on' : 'off'}`).join(', ')}`;
  return askUnit(target, others, context, async unit => {
    // With `verify`, which is the default, every set ends with a state.
    if (relay1 !== undefined && relay2 !== undefined)
      return (await unit.set({ relay1, relay2 }, { signal }))!;
    if (relay1 !== undefined) return (await unit.relays.set(1, relay1, { signal }))!;
    if (relay2 !== undefined) return (await unit.relays.set(2, relay2, { signal }))!;
    throw new UsageError('no relay is named', { hint: 'Say --relay 1 on, or --relay1 on --relay2 off.' });
  });
}

async function askUnit(
  target: string,
  { harsh = false, polarity = 'active-high', ...options }: DrioOptions,
  context: Context,
  perform: (unit: DrioClient) => Promise<DrioState>,
): Promise<DrioResult> {
  const framing = harsh ? '232drio-harsh' : '232drio';
  const asking = { protocol: '232drio' as const, describe: () => `${framing}, ${target}` };
  const { answer, answered } = await askLine(asking, options, context, async connection =>
    perform(await clientOf(connection, harsh, polarity)),
  );
  const { relay1, relay2, input } = answer;
  return {
    port: answered.port,
    framing,
    simulated: answered.simulated,
    relay1,
    relay2,
    input,
    polarity,
    elapsed: answered.elapsed,
  };
}

/** The unit answers at once, so it has a time-out of its own, which is not that of the line. */
async function clientOf({ line, settings }: Connection, harsh: boolean, polarity: InputPolarity) {
  const { DrioClient } = await import('@bus/232drio');
  return new DrioClient(line, {
    mode: harsh ? 'harsh' : 'normal',
    inputPolarity: polarity,
    timeout: settings.timeout,
  });
}
