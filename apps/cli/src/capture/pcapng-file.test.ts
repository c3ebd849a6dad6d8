import { UsageError } from '@bus/line';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ethernet, ipv4, number, PcapngWriter, segment } from '../../test/captured-packets.js';
import { isPcapng, parsePcapng } from './pcapng-file.js';

const question = [1, 3, 1, 0x21, 0, 1, 0xd5, 0xfc];
const answer = [1, 3, 2, 3, 4, 0xb9, 0x77];
const [USER_0, ETHERNET, BLUETOOTH] = [147, 1, 187];
const read = (...blocks: number[][]) => parsePcapng(Uint8Array.from(blocks.flat()), 'line.pcapng');

describe.each([true, false])('a pcapng file, little-endian: %j', little => {
  const write = new PcapngWriter(little);
  const head = [...write.section(), ...write.link(USER_0)];

  it('is known by its first bytes', () => {
    expect(isPcapng(Uint8Array.from(head))).toBe(true);
    expect(isPcapng(Uint8Array.from(head.slice(1)))).toBe(false);
    expect(isPcapng(Uint8Array.of(10, 13, 13, 10))).toBe(false);
  });

  it('gives its packets with their times in milliseconds', () => {
    const microseconds = 1_700_000_000_123_456;
    const chunks = read(
      head,
      write.packet(question, microseconds),
      write.packet(answer, microseconds + 12_500),
    );
    expect(chunks.map(({ bytes }) => [...bytes])).toEqual([question, answer]);
    expect(chunks[0]!.time).toBeCloseTo(1_700_000_000_123.456, 3);
    expect(chunks[1]!.time! - chunks[0]!.time!).toBeCloseTo(12.5, 3);
  });

  it.each([
    ['nanoseconds', 9, 5_000_000_000, 5000],
    ['powers of two', 0x80 | 10, 3 * 1024 + 512, 3500],
    ['seconds', 0, 7, 7000],
  ])('counts in %s where the interface says so', (_, resolution, ticks, milliseconds) => {
    const link = write.link(USER_0, [...write.option(9, [resolution]), ...write.option(0, [])]);
    expect(read(write.section(), link, write.packet(question, ticks))[0]!.time).toBe(milliseconds);
  });

  it('adds the seconds that the interface says', () => {
    const seconds = number(100, 8);
    const link = write.link(USER_0, write.option(14, little ? seconds.toReversed() : seconds));
    expect(read(write.section(), link, write.packet(question, 2_000_000))[0]!.time).toBe(102_000);
  });

  it('may hold packets without times, and blocks that are of no use here', () => {
    const chunks = read(
      head,
      write.block(5, write.value(0)),
      write.simple(question),
      write.block(0xbad, [1]),
    );
    expect(chunks).toEqual([
      { bytes: Uint8Array.from(question), time: undefined, conversation: undefined, tcp: false },
    ]);
  });

  it('may have several interfaces, and passes over those that are not known', () => {
    const mbap = [0, 1, 0, 0, 0, 6, 1, 3, 0, 0, 0, 1];
    const chunks = read(
      ...[head, write.link(BLUETOOTH), write.link(ETHERNET)],
      ...[write.packet([1, 2, 3], 0, 1), write.packet(question, 0, 0)],
      write.packet(ethernet(ipv4(segment({ payload: mbap }))), 0, 2),
    );
    expect(chunks.map(({ bytes, tcp }) => [[...bytes], tcp])).toEqual([
      [question, false],
      [mbap, true],
    ]);
  });

  it('has a byte order and interfaces in each of its sections', () => {
    const other = new PcapngWriter(!little);
    const second = [...other.section(), ...other.link(USER_0)];
    const chunks = read(head, write.packet(question, 1000), second, other.packet(answer, 2000));
    expect(chunks.map(({ bytes, time }) => [[...bytes], time])).toEqual([
      [question, 1],
      [answer, 2],
    ]);
    expect(() => read(head, other.section(), other.packet(answer))).toThrow('it has no interface 0');
  });

  it('is refused when nothing in it is known', () => {
    expect(() => read(write.section(), write.link(BLUETOOTH), write.packet([1]))).toThrow(
      'line.pcapng has packets of link type 187, which is not known here',
    );
    expect(read(write.section(), write.link(BLUETOOTH))).toEqual([]);
  });

  it('is refused with its place when it breaks off or is damaged, whatever the damage', () => {
    const file = Uint8Array.from([...head, ...write.packet(question), ...write.packet(answer)]);
    expect(() => parsePcapng(file.subarray(0, -3), 'x')).toThrow('x breaks off in block 4');
    fc.assert(
      fc.property(
        fc.nat(file.length - 1),
        fc.integer({ min: 1, max: 255 }),
        fc.nat(file.length),
        (at, flip, end) => {
          const damaged = file.slice(0, end);
          if (at < end) damaged[at]! ^= flip;
          try {
            expect(parsePcapng(damaged, 'x').length).toBeLessThanOrEqual(2);
          } catch (error) {
            expect(error).toBeInstanceOf(UsageError);
          }
        },
      ),
    );
  });
});
