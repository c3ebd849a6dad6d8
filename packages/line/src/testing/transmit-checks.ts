import { record } from './recording-sink.js';
import { everyByte, large } from './test-bytes.js';
import { until } from './test-kit.js';
import type { Check } from './transport-suite.js';

/** What `done` was called with, each time. */
type Ends = (Error | undefined)[];

const codesOf = (ends: Ends): unknown[] => ends.map(error => (error as { code?: unknown } | undefined)?.code);

/** A transport that can write without a promise says the same by other means; one that can't is not asked. */
export const transmitChecks: Readonly<Record<string, Check>> = {
  'tells the end of each write once where it writes without a promise': async (
    { transport, peer },
    expect,
  ) => {
    if (transport.transmit === undefined) return expect(transport.transmit).toBe(undefined);
    await transport.open(record().sink);
    const ends: Ends = [];
    for (let index = 0; index < 50; index++) {
      transport.transmit(Uint8Array.of(index), error => ends.push(error));
      await until(() => ends.length > index, 'the write ends');
    }
    transport.transmit(new Uint8Array(0), error => ends.push(error));
    await until(() => ends.length > 50, 'the write of nothing ends');
    await until(() => peer.received().length >= 50, 'the peer receives 50 bytes');
    expect(Array.from(peer.received())).toEqual(Array.from({ length: 50 }, (_, index) => index));
    expect(codesOf(ends)).toEqual(new Array(51).fill(undefined));
  },
  'may be given other bytes in the same place once a write without a promise has ended': async (
    { transport, peer },
    expect,
  ) => {
    if (transport.transmit === undefined) return expect(transport.transmit).toBe(undefined);
    await transport.open(record().sink);
    const bytes = new Uint8Array(2000);
    for (let round = 1; round <= 20; round++) {
      let ended = false;
      bytes.fill(round);
      transport.transmit(bytes, () => {
        ended = true;
      });
      await until(() => ended, 'the write ends');
      bytes.fill(0xff);
    }
    await until(() => peer.received().length >= 40_000, 'the peer receives 40,000 bytes');
    expect(peer.received().every((value, index) => value === 1 + Math.floor(index / 2000))).toBe(true);
  },
  'refuses to write without a promise before it was opened and after it was closed': async (
    { transport },
    expect,
  ) => {
    if (transport.transmit === undefined) return expect(transport.transmit).toBe(undefined);
    const ends: Ends = [];
    transport.transmit(everyByte, error => ends.push(error));
    await until(() => ends.length > 0, 'the write is refused');
    await transport.open(record().sink);
    await transport.close();
    transport.transmit(everyByte, error => ends.push(error));
    await until(() => ends.length > 1, 'the write is refused');
    expect(codesOf(ends)).toEqual(['closed', 'closed']);
  },
  'ends a write without a promise before it has been closed': async ({ transport }, expect) => {
    if (transport.transmit === undefined) return expect(transport.transmit).toBe(undefined);
    await transport.open(record().sink);
    const ends: Ends = [];
    transport.transmit(large, error => ends.push(error));
    await transport.close();
    expect(ends.length).toBe(1);
    expect([undefined, 'closed', 'write-failed'].includes(codesOf(ends)[0] as string | undefined)).toBe(true);
    await new Promise(resolve => setTimeout(resolve, 20));
    expect(ends.length).toBe(1);
  },
};
