import type { ModbusUnit } from '@bus/modbus';
import type { FramingName } from '@bus/transport-node';
import { connect, whileOpen } from './connect.js';
import type { Context } from './context.js';
import type { ConnectionOptions } from './settings.js';

/** What is about to be asked, for people and programs. */
export interface Question {
  readonly unit: number;
  /** `holding 289`. */
  readonly target: string;
  readonly functionCode: number;
}

/** What every result says about how it came about. */
export interface Answered {
  /** The port as it was named. */
  port: string;
  /** The framing that was spoken. */
  framing: FramingName;
  /** True when no real instrument was asked. */
  simulated: boolean;
  /** Milliseconds from the request to the end of the exchange. */
  elapsed: number;
}

/** Connects, asks one unit one thing, and closes the line whatever comes of it. */
export async function ask<T>(
  question: Question,
  options: ConnectionOptions,
  context: Context,
  perform: (unit: ModbusUnit) => Promise<T>,
): Promise<{ answer: T; answered: Answered }> {
  const connection = await connect(options, context);
  const { client, framing, port, simulated } = connection;
  const { line } = client;
  let sentAt: number | undefined;
  line.on('trace', event => {
    sentAt ??= event.time;
    context.onTrace?.(event);
  });
  line.on('state', ({ state, medium }) => {
    if (state !== 'opening') return;
    const { unit, target, functionCode } = question;
    const description = `${medium} ${framing} unit ${unit}, ${target}, FC${functionCode}`;
    context.onLine?.({ description, origin: port.origin, simulated });
  });
  return whileOpen(connection, context.signal, async () => {
    const answer = await perform(client.unit(question.unit));
    const elapsed = Math.round((performance.now() - (sentAt ?? performance.now())) * 10) / 10;
    return { answer, answered: { port: port.url, framing, simulated, elapsed } };
  });
}
