import { DrioClient, decodeCommand, describeDrioFrame, encodeCommand, SimulatedDrio } from '@bus/232drio';
import { BusError, Line, memoryPair } from '@bus/line';
import { FakeClock } from '@bus/line/testing';
import { Cursor, pieces } from '../cursor.js';
import { must, same, unlessRejected } from '../oracle.js';
import type { Target } from '../target.js';

export const target: Target = {
  name: 'drio',
  promise:
    'a 232DRIO moves a relay only when a whole command says so, and its client gives a state only when one came',
  longest: 120,
  words: ['!0R', '#0R', '!0S\u0003', [0x23, 0x30, 0x53, 1, 0xfe]],
  seeds: [
    '\u0000!0R!0S\u0003',
    [1, 0x23, 0x30, 0x53, 1, 0xfe, 0x23, 0x30, 0x52],
    [2, 5],
    [3, 5, 0xfa],
    [3, 5, 0xfb],
  ],
  async run(input) {
    const cursor = new Cursor(input);
    const role = cursor.byte() & 3;
    const bytes = cursor.rest();
    for (const side of ['request', 'response'] as const)
      must(describeDrioFrame(bytes, side).length > 0, 'no description');
    const command = decodeCommand(bytes);
    if (command !== undefined) same(encodeCommand(command), bytes, 'a command');
    if (role < 2) answering(bytes, role === 1);
    else await asking(bytes, role === 3);
  },
};

/** Byte by byte or at once: all sets that stand in the bytes and no others. */
function answering(bytes: Uint8Array, atOnce: boolean): void {
  // No time passes between characters that take none: nothing is lost to the unit's deafness.
  const unit = new SimulatedDrio({ clock: new FakeClock(), characterTime: 0 });
  const said: number[] = [];
  for (const part of pieces(bytes, atOnce ? 0 : 1)) said.push(...(unit.answer(part) ?? []));
  const text = String.fromCharCode(...bytes);
  const most = text.match(/[!#]0S/g)?.length ?? 0;
  must(unit.sets <= most, 'it carried out what nobody asked for');
  must(said.length <= 2 * (text.match(/[!#]0R/g)?.length ?? 0), 'it answered what nobody asked');
  if (unit.sets === 0) same(unit.relays, { relay1: false, relay2: false }, 'the relays');
}

async function asking(bytes: Uint8Array, harsh: boolean): Promise<void> {
  const clock = new FakeClock();
  const { a, b } = memoryPair({ characterTime: 1 });
  const answers = [...pieces(bytes, harsh ? 77 : 1)];
  await b.open({
    closed: () => undefined,
    data() {
      const answer = answers.shift();
      if (answer !== undefined) void b.write(answer);
    },
  });
  const line = new Line(a, { clock, retries: 0, timeout: 100, random: () => 0, reconnect: false });
  const client = new DrioClient(line, { mode: harsh ? 'harsh' : 'normal' });
  const state = await unlessRejected(() => clock.until(client.read()), BusError);
  if (state !== undefined) must(bytes.length > 0, 'a state came from nowhere');
  await unlessRejected(() => clock.until(client.set({ relay1: true, relay2: false })), BusError);
  await line.close();
  await clock.advance(5000);
  must(line.waiting === 0 && clock.pending === 0, 'something was left behind');
}
