import { DrioClient, RelayMismatchError } from '@bus/232drio';
import { Line } from '@bus/line';
import type { Question, Subject } from '../subject.js';
import { outcomeOf } from './outcome-of.js';
import { wireTransport } from './wire-transport.js';

/** `@bus/232drio`. */
export const drioSubject: Subject = {
  name: '@bus/232drio',
  framings: ['drio', 'drio-harsh'],
  async connect(wire, { timeout, clock }) {
    const line = new Line(wireTransport(wire), { timeout, clock, random: () => 0.5 });
    await line.open();
    const client = new DrioClient(line, { mode: wire.framing === 'drio' ? 'normal' : 'harsh', timeout });
    return {
      ask: question => ask(client, question),
      // It says what the relays are, and not what became of the order.
      outcomeOf: error => (error instanceof RelayMismatchError ? 'unknown' : outcomeOf(error)),
      close: () => line.close(),
    };
  },
};

async function ask(client: DrioClient, { kind, value = 0 }: Question): Promise<readonly number[]> {
  if (kind === 'write-relays') {
    await client.set({ relay1: (value & 1) !== 0, relay2: (value & 2) !== 0 });
    return [];
  }
  const { relay1, relay2, input } = await client.read();
  return [relay1, relay2, input].map(Number);
}
