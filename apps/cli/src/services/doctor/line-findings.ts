import { AbortedError, type TraceEvent } from '@bus/line';
import type { Connection } from '../../connect.js';
import type { CharacterFormat } from '../../diagnose/character-format.js';
import { type Attempt, explainAnswers } from '../../diagnose/explain-answers.js';
import { explainStream } from '../../diagnose/explain-stream.js';
import type { Finding } from '../../diagnose/finding.js';
import { harmlessQuestions, modbusFraming } from '../harmless-question.js';
import { tryQuestion } from '../question-outcome.js';

/** Questions to the unit. */
const ATTEMPTS = 3;
/** Milliseconds for which what follows an answer still belongs to it. */
const AFTER = 60;

/** Listens, and tells what the traffic of others says of the settings. */
export async function listen(
  { line }: Connection,
  milliseconds: number,
  format: CharacterFormat,
  signal: AbortSignal | undefined,
): Promise<Finding[]> {
  const heard: number[] = [];
  const stop = line.on('trace', ({ direction, bytes }) => {
    if (direction === 'received') heard.push(...bytes);
  });
  try {
    await line.open();
    await line.pause(milliseconds, signal);
  } catch (error) {
    // What was heard until Ctrl-C is explained, too.
    if (!(error instanceof AbortedError) || heard.length === 0) throw error;
  } finally {
    stop();
  }
  if (heard.length > 0) return explainStream(Uint8Array.from(heard), format);
  const text = `nothing was heard for ${milliseconds} ms`;
  const advice =
    'Nobody talks, or not to this port: listen for longer than the pauses of the master, or ask with --ask.';
  return [{ check: 'traffic', status: 'unknown', sure: 'certain', text, advice }];
}

/** Asks a unit, and tells what comes back besides answers. */
export async function askUnit(
  { line, framing }: Connection,
  unit: number,
  format: CharacterFormat,
  signal: AbortSignal | undefined,
): Promise<Finding[]> {
  const [question] = await harmlessQuestions(['holding']);
  const exchange = question!.exchange(await modbusFraming(framing), unit);
  const attempts: Attempt[] = [];
  let events: TraceEvent[] = [];
  const stop = line.on('trace', event => events.push(event));
  try {
    for (let number = 0; number < ATTEMPTS; number += 1) {
      events = [];
      await tryQuestion(line, exchange, { timeout: line.timeout, signal });
      await line.pause(AFTER, signal);
      attempts.push(attemptOf(exchange.request, events));
    }
  } finally {
    stop();
  }
  return explainAnswers(attempts, format);
}

function attemptOf(sent: Uint8Array, events: readonly TraceEvent[]): Attempt {
  const asked = events.findIndex(({ kind }) => kind === 'request');
  const received = events.slice(asked + 1).filter(({ direction }) => direction === 'received');
  const heard = Uint8Array.from(received.flatMap(({ bytes }) => [...bytes]));
  const answer = received.find(({ kind }) => kind === 'reply')?.bytes;
  return { sent, heard, ...(answer === undefined ? {} : { answer }) };
}
