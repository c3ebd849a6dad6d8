import { Line, type LineOptions, type Medium, type TraceEvent } from '@bus/line';
import { FakeClock, ScriptedPeer } from '@bus/line/testing';
import { type ClientUnitOptions, ModbusClient } from '../../src/index.js';
import { type FramingName, hexFrame } from './framings.js';

/** A client on a fake clock whose other end acts by a script, and everything that was traced. */
export function scene(framing: FramingName = 'rtu', options: LineOptions = {}, medium: Partial<Medium> = {}) {
  const clock = new FakeClock();
  const peer = new ScriptedPeer(clock, medium);
  const line = new Line(peer, { clock, retries: 0, random: () => 0, ...options });
  const client = new ModbusClient(line, { framing });
  const trace: TraceEvent[] = [];
  line.on('trace', event => trace.push(event));
  return {
    clock,
    peer,
    line,
    client,
    trace,
    kinds: () => trace.map(event => event.kind),
    unit: (id = 1, unitOptions: ClientUnitOptions = {}) => client.unit(id, unitOptions),
    /** A frame of this framing as text. */
    adu: (unit: number, pdu: Iterable<number>, id = 0) => hexFrame(framing, unit, pdu, id),
  };
}

/** What a promise was rejected with; fails when it was not. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('expected a rejection');
}
