import { ModbusClient } from '@bus/modbus';
import type { FramingName } from '@bus/transport-node';
import { askLine, type LineAnswered } from './ask-line.js';
import type { Connection } from './connect.js';
import type { Context } from './context.js';
import type { ConnectionOptions } from './settings.js';

/** What every result of a Modbus command says about how it came about. */
export interface Answered extends LineAnswered {
  /** The framing that was spoken. */
  framing: FramingName;
}

/**
 * Connects, asks Modbus units something, and closes the line whatever comes of it.
 *
 * @param what for people: `unit 1, holding 289, FC3`.
 */
export async function ask<T>(
  what: string,
  options: ConnectionOptions,
  context: Context,
  perform: (client: ModbusClient, connection: Connection) => Promise<T>,
): Promise<{ answer: T; answered: Answered }> {
  const asking = { protocol: 'modbus' as const, describe: (framing: FramingName) => `${framing} ${what}` };
  const { answer, answered } = await askLine(asking, options, context, async connection => {
    const { line, framing } = connection;
    return { value: await perform(new ModbusClient(line, { framing }), connection), framing };
  });
  return { answer: answer.value, answered: { ...answered, framing: answer.framing } };
}
