import { describe, expect, it } from 'vitest';
import type { Connection } from './connection.js';
import type { QueuedExchange } from './queued-exchange.js';
import type { Reception } from './reception.js';
import { FakeClock } from './testing.js';
import type { Transport } from './transport.js';
import { type Outcome, Turn } from './turn.js';
import { TurnWrite } from './turn-write.js';

/** Writes that the test ends, and everything that came of them. */
function scene() {
  const clock = new FakeClock();
  const ends: ((error?: Error) => void)[] = [];
  const events: string[] = [];
  const transport = { transmit: (_: Uint8Array, done: (error?: Error) => void) => ends.push(done) };
  const connection = {
    state: 'open',
    abandon: async (error: Error) => events.push(`abandon: ${error.message}`),
  };
  const reception = { transmitted: (time: number) => events.push(`transmitted ${time}`) };
  const parts = { clock, transport, connection, reception } as unknown as {
    clock: FakeClock;
    transport: Transport;
    connection: Connection;
    reception: Reception;
  };
  const write = new TurnWrite(parts, ({ sentAt }) => events.push(`sent ${sentAt}`));
  const turn = () =>
    new Turn(
      { exchange: { request: new Uint8Array(3) } } as unknown as QueuedExchange,
      (_, outcome: Outcome) => events.push(outcome.kind),
    );
  return { clock, ends, events, write, turn };
}

describe('the write of a turn', () => {
  it('is over when the last byte has left, which is not before the medium can have carried it', async () => {
    const { clock, ends, events, write, turn } = scene();
    write.begin(turn(), 30);
    await clock.advance(10);
    ends[0]!();
    write.begin(turn(), 30);
    await clock.advance(40);
    ends[1]!();
    expect(events).toEqual(['transmitted 30', 'sent 30', 'transmitted 50', 'sent 50']);
  });

  it('is waited for when it outlives its turn, and given up with the port after that', async () => {
    const { clock, ends, events, write, turn } = scene();
    write.begin(turn(), 0);
    write.ended(100, () => events.push('next'));
    await clock.advance(99);
    expect(events).toEqual([]);
    await clock.advance(1);
    expect(events).toEqual(['abandon: the port accepts no bytes', 'next']);
    write.begin(turn(), 0);
    ends[0]!(new Error('late'));
    ends[1]!();
    expect(events.slice(2)).toEqual(['transmitted 100', 'sent 100']);
    expect(clock.pending).toBe(0);
  });

  it('lets the next begin as soon as it is over', async () => {
    const { clock, ends, events, write, turn } = scene();
    write.begin(turn(), 0);
    write.ended(100, () => events.push('next'));
    ends[0]!();
    expect(events).toEqual(['transmitted 0', 'sent 0', 'next']);
    write.ended(100, () => events.push('at once'));
    expect([events.at(-1), clock.pending]).toEqual(['at once', 0]);
  });

  it('loses its turn and gives up the port when it fails', () => {
    const { ends, events, write, turn } = scene();
    write.begin(turn(), 0);
    ends[0]!(new Error('no power'));
    expect(events).toEqual(['lost', 'abandon: no power']);
  });
});
