import { type Recording, record } from './recording-sink.js';
import { everyByte, large } from './test-bytes.js';
import { type TestKit, until } from './test-kit.js';
import type { Check, TransportFixture } from './transport-suite.js';

/** As large as the place that a line offers. */
const USUAL = 2048;

async function hearEveryByte(
  { transport, peer }: TransportFixture,
  expect: TestKit['expect'],
  space: number,
): Promise<Recording> {
  const recording = record({ space });
  await transport.open(recording.sink);
  await peer.write(everyByte);
  await until(() => recording.bytes().length >= 256, '256 bytes arrive');
  expect(Array.from(recording.bytes())).toEqual(Array.from(everyByte));
  expect(recording.chunkLengths.includes(0)).toBe(false);
  expect(recording.untouched()).toBe(true);
  return recording;
}

async function staysUntouched(recording: Recording, expect: TestKit['expect']): Promise<void> {
  expect(recording.untouched()).toBe(true);
  await new Promise(resolve => setTimeout(resolve, 20));
  expect(recording.untouched()).toBe(true);
}

/** Whether a transport uses the place that its sink offers or not: nobody may notice. */
export const placeChecks: Readonly<Record<string, Check>> = {
  'brings the same bytes where it is offered a place for them': async (fixture, expect) => {
    await hearEveryByte(fixture, expect, USUAL);
  },
  'brings the same bytes where the place for them is small': async (fixture, expect) => {
    await hearEveryByte(fixture, expect, 7);
  },
  'brings many bytes to the place that it is offered while a write is under way': async (fixture, expect) => {
    const recording = record({ space: USUAL });
    await fixture.transport.open(recording.sink);
    await Promise.all([fixture.transport.write(large), fixture.peer.write(large)]);
    await until(() => recording.bytes().length >= large.length, '64 KiB arrive');
    expect(recording.bytes().every((value, index) => value === large[index])).toBe(true);
    expect(recording.untouched()).toBe(true);
  },
  'puts nothing into the place that it was offered once it was closed': async (fixture, expect) => {
    const recording = await hearEveryByte(fixture, expect, USUAL);
    const late = Promise.resolve(fixture.peer.write(everyByte)).catch(() => undefined);
    await fixture.transport.close();
    await late;
    await staysUntouched(recording, expect);
  },
  'puts nothing into the place that it was offered once it has reported a hang-up': async (
    fixture,
    expect,
  ) => {
    const recording = await hearEveryByte(fixture, expect, USUAL);
    await fixture.peer.write(everyByte);
    await fixture.peer.hangUp();
    await until(() => recording.reasons.length > 0, 'the hang-up is reported');
    await staysUntouched(recording, expect);
  },
};
