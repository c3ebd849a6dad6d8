import { DconClient } from '@bus/dcon';
import { Line } from '@bus/line';
import type { Question, Subject } from '../subject.js';
import { outcomeOf } from './outcome-of.js';
import { wireTransport } from './wire-transport.js';

/** `@bus/dcon`. */
export const dconSubject: Subject = {
  name: '@bus/dcon',
  framings: ['dcon', 'dcon-checksum'],
  async connect(wire, { timeout, clock }) {
    const line = new Line(wireTransport(wire), { timeout, clock, random: () => 0.5 });
    await line.open();
    const client = new DconClient(line);
    const checksum = wire.framing === 'dcon-checksum';
    return { ask: question => ask(client, checksum, question), outcomeOf, close: () => client.close() };
  },
};

async function ask(
  client: DconClient,
  checksum: boolean,
  { kind, unit, quantity, value = 0 }: Question,
): Promise<readonly number[]> {
  const module = client.module(unit, { checksum, family: kind === 'read-channels' ? '7017' : '7044' });
  switch (kind) {
    case 'read-channels':
      return (await module.analogInputs.read()).map(reading => reading.value ?? Number.NaN);
    case 'read-relays':
      return (await module.outputs.read()).map(Number);
    case 'write-relays':
      await module.outputs.write(
        Array.from({ length: quantity }, (_, index) => ((value >> index) & 1) === 1),
      );
      return [];
    default:
      throw new Error(`DCON has no ${kind}`);
  }
}
