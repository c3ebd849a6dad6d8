import { describe, expect, it } from 'vitest';
import { type PduCodec, pduCodecs, registerCodec, rtuFraming } from '../src/index.js';
import { chunkings, framesIn } from './support/frames-in.js';
import { FRAMINGS, frameOf, framingOf, spaced } from './support/framings.js';
import { rejection, scene } from './support/scene.js';
import { hexOf } from './vectors.js';

const bytes = (...values: number[]) => Uint8Array.from(values);

describe.each(FRAMINGS)('a function with bytes as they are, %s', framing => {
  it('is answered at once when the length is known', async () => {
    const { clock, peer, unit, adu } = scene(framing);
    peer.expect(adu(1, [0x41, 1, 2]), [5, adu(1, [0x41, 9, 8, 7, 6])]);
    expect(await clock.until(unit().request(0x41, bytes(1, 2), { length: 4 }))).toEqual(bytes(9, 8, 7, 6));
    expect(clock.now()).toBe(5);
  });

  it('is answered with whatever comes when it is not; over RTU the answer ends in silence', async () => {
    for (const payload of [[], [1], [0, 0, 0], Array<number>(252).fill(0xff)]) {
      const { clock, peer, unit, adu } = scene(framing);
      peer.expect(adu(1, [0x41]), [5, adu(1, [0x41, ...payload])]);
      expect(await clock.until(unit().request(0x41, bytes()))).toEqual(Uint8Array.from(payload));
      const silence = framing === 'rtu' && payload.length < 252 ? 50 : 0;
      expect(clock.now()).toBe(5 + silence);
    }
  });

  it('is refused at once', async () => {
    const { clock, peer, unit, adu } = scene(framing);
    peer.expect(adu(1, [0x41, 1, 2]), [5, adu(1, [0xc1, 1])]);
    const error = await clock.until(rejection(unit().request(0x41, bytes(1, 2))));
    expect(error).toMatchObject({ exceptionCode: 1, functionCode: 0x41 });
    expect(clock.now()).toBe(5);
  });

  it('does not take an answer of another length than the caller knows', async () => {
    for (const payload of [
      [1, 2, 3],
      [1, 2, 3, 4, 5],
    ]) {
      const { clock, peer, unit, adu } = scene(framing);
      peer.expect(adu(1, [0x41]), [5, adu(1, [0x41, ...payload])]);
      const error = await clock.until(rejection(unit().request(0x41, bytes(), { length: 4 })));
      expect(['malformed', 'incomplete-reply', 'no-reply', 'checksum']).toContain(
        (error as { code: string }).code,
      );
    }
  });

  it('may be one that is known by another layout', async () => {
    const { clock, peer, unit, adu } = scene(framing);
    peer.expect(adu(1, [3, 0, 1, 0, 1]), [5, adu(1, [3, 2, 0, 7])]);
    expect(await clock.until(unit().request(3, bytes(0, 1, 0, 1)))).toEqual(bytes(2, 0, 7));
  });

  it('is refused before it is sent when it can be none', async () => {
    const { peer, unit } = scene(framing);
    const refused = [
      unit().request(0, bytes()),
      unit().request(128, bytes()),
      unit().request(0x41, new Uint8Array(253)),
      unit().request(0x41, bytes(), { length: 253 }),
      unit().request(0x41, bytes(), { length: -1 }),
    ];
    for (const call of refused) await expect(call).rejects.toMatchObject({ code: 'bad-argument' });
    expect(peer.opens).toBe(0);
  });
});

describe.each(['rtu', 'ascii'] as const)('a function with bytes as they are, to everybody, %s', framing => {
  it('is not answered', async () => {
    const { clock, peer, unit, adu } = scene(framing);
    peer.expect(adu(0, [0x41, 1]));
    expect(await clock.until(unit(0).request(0x41, bytes(1)))).toEqual(bytes());
    expect(clock.now()).toBe(100);
  });
});

describe('a function with a codec of its own', () => {
  interface Channel {
    readonly channel: number;
  }
  interface Counts {
    readonly counts: readonly number[];
  }
  const readCounts: PduCodec<Channel, Counts> = {
    code: 0x42,
    name: 'read counts',
    repeatable: true,
    requestLength: { fixed: 2 },
    responseLength: { fixed: 2, countAt: 1, countMax: 16 },
    encodeRequest: ({ channel }) => Uint8Array.of(0x42, channel),
    decodeRequest: pdu => ({ channel: pdu[1]! }),
    encodeResponse: ({ counts }) => Uint8Array.of(0x42, counts.length, ...counts),
    decodeResponse: pdu => ({ counts: [...pdu.subarray(2)] }),
    replyForm: () => ({ head: Uint8Array.of(0x42) }),
    mismatch: () => undefined,
    describeRequest: ({ channel }) => `read counts of channel ${channel}`,
    describeResponse: ({ counts }) => `counts: ${counts.join(' ')}`,
  };
  const reply = frameOf('rtu', 1, [0x42, 3, 7, 8, 9]);

  it('ends by silence on RTU as long as nobody registered it', async () => {
    const { clock, peer, unit } = scene();
    expect(rtuFraming.describe(reply, 'response')).toBe('unit 1, function 66: 03 07 08 09');
    peer.expect(spaced(frameOf('rtu', 1, [0x42, 5])), [5, spaced(reply)]);
    expect(await clock.until(unit().call(readCounts, { channel: 5 }))).toEqual({ counts: [7, 8, 9] });
    expect(clock.now()).toBe(5 + 50);
  });

  it('is known to scanner, trace and client over every framing once it is registered', async () => {
    registerCodec(readCounts);
    expect(pduCodecs.get(0x42)).toBe(readCounts);
    for (const chunks of chunkings(reply)) expect(framesIn(rtuFraming, chunks)).toEqual([hexOf(reply)]);
    for (const name of FRAMINGS) {
      const { clock, peer, unit, trace } = scene(name);
      const sent = frameOf(name, 1, [0x42, 5]);
      peer.expect(spaced(sent), [5, spaced(frameOf(name, 1, [0x42, 3, 7, 8, 9]))]);
      expect(await clock.until(unit().call(readCounts, { channel: 5 }))).toEqual({ counts: [7, 8, 9] });
      expect(clock.now()).toBe(5);
      const described = trace.map(({ bytes: frame, direction }) =>
        framingOf(name).describe(frame, direction === 'sent' ? 'request' : 'response'),
      );
      expect(described[0]).toContain('unit 1, read counts of channel 5');
      expect(described[1]).toContain('unit 1, counts: 7 8 9');
    }
  });

  it('is registered once, with a code that is free and lengths that make sense', () => {
    expect(() => registerCodec({ ...readCounts, code: 3 })).toThrow(
      'already known as read holding registers',
    );
    expect(() => registerCodec({ ...readCounts, code: 0 })).toThrow('from 1 to 127');
    expect(() => registerCodec({ ...readCounts, code: 128 })).toThrow('from 1 to 127');
    expect(() => registerCodec({ ...readCounts, code: 0x43, responseLength: { fixed: -4 } })).toThrow(
      'the lengths of function 67',
    );
    expect(pduCodecs.has(0x43)).toBe(false);
  });
});
