import { ModbusClient, type ModbusUnit } from '@bus/modbus';
import type { FramingName } from '@bus/transport-node';
import { askLine, type LineAnswered } from './ask-line.js';
import type { Context } from './context.js';
import type { ConnectionOptions } from './settings.js';

/** What is about to be asked, for people and programs. */
export interface Question {
  readonly unit: number;
  /** `holding 289`. */
  readonly target: string;
  readonly functionCode: number;
}

/** What every result of a Modbus command says about how it came about. */
export interface Answered extends LineAnswered {
  /** The framing that was spoken. */
  framing: FramingName;
}

/** Connects, asks one unit one thing, and closes the line whatever comes of it. */
export async function ask<T>(
  question: Question,
  options: ConnectionOptions,
  context: Context,
  perform: (unit: ModbusUnit) => Promise<T>,
): Promise<{ answer: T; answered: Answered }> {
  const { unit, target, functionCode } = question;
  const asking = {
    protocol: 'modbus' as const,
    describe: (framing: FramingName) => `${framing} unit ${unit}, ${target}, FC${functionCode}`,
  };
  const { answer, answered } = await askLine(asking, options, context, async ({ line, framing }) => ({
    value: await perform(new ModbusClient(line, { framing }).unit(unit)),
    framing,
  }));
  return { answer: answer.value, answered: { ...answered, framing: answer.framing } };
}
