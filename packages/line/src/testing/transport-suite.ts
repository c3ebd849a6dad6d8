import type { Transport } from '../transport.js';
import { placeChecks } from './place-checks.js';
import { record } from './recording-sink.js';
import { everyByte, large } from './test-bytes.js';
import { type TestKit, until } from './test-kit.js';
import { transmitChecks } from './transmit-checks.js';

/** The far end of the transport under test, as the suite needs it. */
export interface TransportPeer {
  /** Sends bytes to the transport. The transport is open when this is called. */
  write(bytes: Uint8Array): void | Promise<void>;
  /** Everything received since `make`, or since the latest `restore`. The peer reads all the time. */
  received(): Uint8Array;
  /** Ends the connection from the far side. */
  hangUp(): void | Promise<void>;
  /** Brings the far side back after `hangUp`; absent when `hangUp` leaves it ready for the next `open`. */
  restore?(): void | Promise<void>;
}

/** A transport that is not open yet, with its far end. */
export interface TransportFixture {
  readonly transport: Transport;
  readonly peer: TransportPeer;
  /** Frees everything; called once after each test, whatever its outcome. */
  dispose(): void | Promise<void>;
}

/** What `transportSuite` is run on. */
export interface TransportSubject {
  readonly name: string;
  make(): Promise<TransportFixture>;
  /** Tests that cannot apply to this medium, by title, each with the reason. They are left out. */
  readonly inapplicable?: Readonly<Record<string, string>>;
}

/** One test of the suite. */
export type Check = (fixture: TransportFixture, expect: TestKit['expect']) => Promise<void>;

async function codeOf(attempt: Promise<unknown>): Promise<unknown> {
  return await attempt.then(
    () => 'no error',
    error => (error as { code?: unknown }).code,
  );
}

const checks: Record<string, Check> = {
  'names its medium and the time of a character': async ({ transport }, expect) => {
    expect(transport.medium.name.length > 0).toBe(true);
    expect(transport.medium.characterTime >= 0).toBe(true);
  },
  'carries every byte value to the peer and leaves the caller’s bytes alone': async (fixture, expect) => {
    await fixture.transport.open(record().sink);
    const bytes = everyByte.slice();
    await fixture.transport.write(bytes);
    await until(() => fixture.peer.received().length >= 256, 'the peer receives 256 bytes');
    expect(Array.from(fixture.peer.received())).toEqual(Array.from(everyByte));
    expect(Array.from(bytes)).toEqual(Array.from(everyByte));
  },
  'carries every byte value from the peer, in chunks that are never empty': async (fixture, expect) => {
    const recording = record();
    await fixture.transport.open(recording.sink);
    await fixture.peer.write(everyByte);
    await until(() => recording.bytes().length >= 256, '256 bytes arrive');
    expect(Array.from(recording.bytes())).toEqual(Array.from(everyByte));
    expect(recording.chunkLengths.includes(0)).toBe(false);
  },
  'keeps the order of one write after the other': async (fixture, expect) => {
    await fixture.transport.open(record().sink);
    for (let index = 0; index < 50; index++) await fixture.transport.write(Uint8Array.of(index, 255 - index));
    await until(() => fixture.peer.received().length >= 100, 'the peer receives 100 bytes');
    expect(Array.from(fixture.peer.received())).toEqual(
      Array.from({ length: 100 }, (_, index) => (index % 2 === 0 ? index / 2 : 255 - (index - 1) / 2)),
    );
  },
  'sends only the bytes of the view that it was given': async (fixture, expect) => {
    await fixture.transport.open(record().sink);
    await fixture.transport.write(everyByte.subarray(17, 25));
    await until(() => fixture.peer.received().length >= 8, 'the peer receives 8 bytes');
    expect(Array.from(fixture.peer.received())).toEqual([17, 18, 19, 20, 21, 22, 23, 24]);
  },
  'resolves a write of no bytes': async (fixture, expect) => {
    await fixture.transport.open(record().sink);
    expect(await codeOf(fixture.transport.write(new Uint8Array(0)))).toBe('no error');
  },
  'receives while a write is under way': async (fixture, expect) => {
    const recording = record();
    await fixture.transport.open(recording.sink);
    await Promise.all([fixture.transport.write(large), fixture.peer.write(large)]);
    await until(
      () => recording.bytes().length >= large.length && fixture.peer.received().length >= large.length,
      '64 KiB arrive on both sides',
    );
    expect(recording.bytes().every((value, index) => value === large[index])).toBe(true);
    expect(fixture.peer.received().every((value, index) => value === large[index])).toBe(true);
  },
  'refuses to write before it was opened and after it was closed': async ({ transport }, expect) => {
    expect(await codeOf(transport.write(everyByte))).toBe('closed');
    await transport.open(record().sink);
    await transport.close();
    expect(await codeOf(transport.write(everyByte))).toBe('closed');
  },
  'refuses a second open and stays open': async (fixture, expect) => {
    const recording = record();
    await fixture.transport.open(recording.sink);
    expect(await codeOf(fixture.transport.open(record().sink))).toBe('open-failed');
    await fixture.peer.write(Uint8Array.of(7));
    await until(() => recording.bytes().length > 0, 'a byte arrives');
    expect(Array.from(recording.bytes())).toEqual([7]);
  },
  'may be closed in any state and any number of times': async ({ transport }, expect) => {
    await transport.close();
    await transport.open(record().sink);
    await Promise.all([transport.close(), transport.close()]);
    await transport.close();
    expect(await codeOf(transport.write(everyByte))).toBe('closed');
  },
  'does not report closed, nor anything else, once it was closed': async (fixture, expect) => {
    const recording = record();
    await fixture.transport.open(recording.sink);
    const late = Promise.resolve(fixture.peer.write(everyByte)).catch(() => undefined);
    await fixture.transport.close();
    const heard = recording.calls();
    await late;
    await new Promise(resolve => setTimeout(resolve, 20));
    expect(recording.calls()).toBe(heard);
    expect(recording.reasons.length).toBe(0);
  },
  'carries bytes again after it was closed and opened': async (fixture, expect) => {
    await fixture.transport.open(record().sink);
    await fixture.transport.close();
    await carriesBytes(fixture, expect);
  },
  'settles an open that is closed meanwhile, and can be opened afterwards': async (fixture, expect) => {
    const opening = codeOf(fixture.transport.open(record().sink));
    await fixture.transport.close();
    expect(['no error', 'open-failed'].includes(String(await opening))).toBe(true);
    expect(await codeOf(fixture.transport.write(everyByte))).toBe('closed');
    await carriesBytes(fixture, expect);
  },
  'loses nothing in a pause of reading, and begins without one': async (fixture, expect) => {
    const { transport, peer } = fixture;
    transport.pause?.();
    transport.resume?.();
    await transport.open(record().sink);
    transport.pause?.();
    await transport.close();
    const recording = record();
    await transport.open(recording.sink);
    // Without it the peer might still know nothing but the connection before, and write there.
    await transport.write(Uint8Array.of(8));
    await until(() => peer.received().length > 0, 'the peer knows the connection');
    await peer.write(Uint8Array.of(7));
    await until(() => recording.bytes().length > 0, 'a byte arrives without a resume');
    transport.pause?.();
    await peer.write(everyByte);
    await new Promise(resolve => setTimeout(resolve, 20));
    transport.resume?.();
    await until(() => recording.bytes().length > 256, '256 bytes arrive after the pause');
    expect(Array.from(recording.bytes())).toEqual([7, ...everyByte]);
    transport.pause?.();
    await transport.write(Uint8Array.of(9));
    await until(() => peer.received().length > 1, 'a byte leaves in a pause');
    expect(Array.from(peer.received())).toEqual([8, 9]);
  },
  'settles a write that is closed meanwhile': async (fixture, expect) => {
    await fixture.transport.open(record().sink);
    const writing = codeOf(fixture.transport.write(large));
    await fixture.transport.close();
    expect(['no error', 'closed', 'write-failed'].includes(String(await writing))).toBe(true);
  },
  'reports a hang-up once, with the reason, and refuses to write afterwards': async (fixture, expect) => {
    const recording = record();
    await fixture.transport.open(recording.sink);
    await fixture.peer.hangUp();
    await until(() => recording.reasons.length > 0, 'the hang-up is reported');
    expect(await codeOf(fixture.transport.write(everyByte))).toBe('closed');
    await fixture.transport.close();
    await new Promise(resolve => setTimeout(resolve, 20));
    expect(recording.reasons.length).toBe(1);
    expect((recording.reasons[0] as { code?: unknown } | undefined)?.code).toBe('disconnected');
  },
  'carries bytes again after a hang-up, once it is opened again': async (fixture, expect) => {
    const recording = record();
    await fixture.transport.open(recording.sink);
    await fixture.peer.hangUp();
    await until(() => recording.reasons.length > 0, 'the hang-up is reported');
    await fixture.peer.restore?.();
    await carriesBytes(fixture, expect);
  },
  ...transmitChecks,
  ...placeChecks,
};

async function carriesBytes({ transport, peer }: TransportFixture, expect: TestKit['expect']): Promise<void> {
  const recording = record();
  const before = peer.received().length;
  await transport.open(recording.sink);
  await transport.write(Uint8Array.of(1, 2, 3));
  await until(() => peer.received().length >= before + 3, 'the peer receives 3 bytes');
  await peer.write(Uint8Array.of(4, 5));
  await until(() => recording.bytes().length >= 2, '2 bytes arrive');
  expect(Array.from(peer.received().subarray(before))).toEqual([1, 2, 3]);
  expect(Array.from(recording.bytes())).toEqual([4, 5]);
}

/**
 * The tests that every Transport passes: run it on your own one to know that a Line can rely on it. The test functions
 * are passed in, so that no test runner is needed to import this.
 *
 * ```ts
 * import { describe, expect, it } from 'vitest';
 * import { transportSuite } from '@bus/line/testing';
 * transportSuite({ name: 'my transport', make: makeFixture }, { describe, it, expect });
 * ```
 */
export function transportSuite(subject: TransportSubject, kit: TestKit): void {
  const inapplicable = subject.inapplicable ?? {};
  for (const title of Object.keys(inapplicable))
    if (!(title in checks)) throw new Error(`transportSuite has no test called “${title}”`);
  kit.describe(`${subject.name}, as a transport`, () => {
    for (const [title, check] of Object.entries(checks)) {
      if (title in inapplicable) continue;
      kit.it(title, async () => {
        const fixture = await subject.make();
        try {
          await check(fixture, kit.expect);
        } finally {
          await fixture.transport.close();
          await fixture.dispose();
        }
      });
    }
  });
}
