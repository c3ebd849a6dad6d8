import { BusError, Line, type LineOptions, memoryPair, Responder, type TraceEvent } from '@bus/line';
import { FakeClock, ScriptedPeer } from '@bus/line/testing';
import { DrioClient } from '../src/drio-client.js';
import type { DrioOptions } from '../src/drio-options.js';
import { type SimulatedDrioOptions, simulatedDrio } from '../src/simulated-drio.js';

/** Milliseconds of one character at 9600 8N1. */
export const CHARACTER = 10_000 / 9600;
export const NORMAL_READ = '21 30 52';
export const HARSH_READ = '23 30 52';

/** A client and a peer that acts by a script, on a clock that stands still. */
export function scripted(options: DrioOptions = {}, lineOptions: LineOptions = {}) {
  const clock = new FakeClock();
  const peer = new ScriptedPeer(clock, { characterTime: CHARACTER });
  const line = new Line(peer, { clock, retries: 0, random: () => 0.5, ...lineOptions });
  return { clock, peer, line, client: new DrioClient(line, options), trace: traceOf(line) };
}

/** A client and a simulated unit, on a clock that stands still. */
export async function simulated(options: DrioOptions = {}, unitOptions: SimulatedDrioOptions = {}) {
  const clock = new FakeClock();
  const { a, b } = memoryPair();
  const unit = simulatedDrio({ clock, ...unitOptions });
  const responder = new Responder(b, {
    framing: unit.framing,
    answer: unit.answer,
    delay: unit.delay,
    clock,
  });
  await responder.open();
  const line = new Line(a, { clock, retries: 0, random: () => 0.5 });
  return { clock, unit, line, client: new DrioClient(line, options), trace: traceOf(line) };
}

function traceOf(line: Line): TraceEvent[] {
  const events: TraceEvent[] = [];
  line.on('trace', event => events.push(event));
  return events;
}

/** The error of a call that must fail. */
export async function failureOf(call: Promise<unknown>): Promise<BusError> {
  const outcome = await call.catch((error: unknown) => error);
  if (!(outcome instanceof BusError)) throw new Error(`this was no failure: ${JSON.stringify(outcome)}`);
  return outcome;
}
