import { describe, expect, it } from 'vitest';
import { ethernet, ipv4, ipv6, segment } from '../../test/captured-packets.js';
import { PacketReader } from './packet-reader.js';

const ETHERNET = 1;
const mbap = [0, 1, 0, 0, 0, 6, 1, 3, 0, 0, 0, 1];
const tcp = segment({ payload: mbap });
const taken = (packet: readonly number[], linkType = ETHERNET, reader = new PacketReader()) =>
  reader.take(linkType, Uint8Array.from(packet), 7);
const payloadOf = (packet: readonly number[], linkType?: number) => {
  const chunk = taken(packet, linkType);
  return chunk && [...chunk.bytes];
};

describe('the contents of TCP connections', () => {
  it('come from IP version 4 and 6, with who speaks with whom', () => {
    expect(taken(ethernet(ipv4(tcp)))).toEqual({
      ...{ bytes: Uint8Array.from(mbap), time: 7, tcp: true },
      conversation: '10.0.0.5:40000 10.0.0.7:502',
    });
    expect(taken(ethernet(ipv6(tcp)))).toEqual({
      ...{ bytes: Uint8Array.from(mbap), time: 7, tcp: true },
      conversation: '[fe80::5]:40000 [fe80::7]:502',
    });
  });

  it('are the same conversation in both directions', () => {
    const back = segment({ payload: mbap, ports: [502, 40_000] });
    expect(taken(ipv4(back), 101)!.conversation).toBe('10.0.0.5:502 10.0.0.7:40000');
  });

  it.each<[string, number, number[]]>([
    ['loopback', 0, [2, 0, 0, 0]],
    ['raw IP', 101, []],
    ['Linux cooked', 113, new Array(16).fill(0)],
    ['Linux cooked, version 2', 276, new Array(20).fill(0)],
  ])('are found on %s', (_, linkType, head) => {
    expect(payloadOf([...head, ...ipv4(tcp)], linkType)).toEqual(mbap);
    expect(payloadOf([...head, ...ipv6(tcp)], linkType)).toEqual(mbap);
  });

  it('are found behind the numbers of networks, and padding is left out', () => {
    expect(payloadOf(ethernet(ipv4(tcp), [12]))).toEqual(mbap);
    expect(payloadOf(ethernet(ipv6(tcp), [12, 13]))).toEqual(mbap);
    expect(payloadOf([...ethernet(ipv4(tcp)), 0, 0, 0])).toEqual(mbap);
    expect(payloadOf([...ethernet(ipv6(tcp)), 0, 0, 0])).toEqual(mbap);
  });

  it('are found behind other heads of IP version 6', () => {
    const options = new Array<number>(6).fill(0);
    const heads = [
      { kind: 0, rest: [0, ...options] },
      { kind: 60, rest: [1, ...options, ...new Array<number>(8).fill(0)] },
      { kind: 44, rest: [0, 0, 1, 0, 0, 0, 0] },
      { kind: 51, rest: [1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0] },
    ];
    expect(payloadOf(ethernet(ipv6(tcp, heads)))).toEqual(mbap);
    const UDP = { kind: 17, rest: [0, ...options] };
    expect(payloadOf(ethernet(ipv6(tcp, [UDP])))).toBeUndefined();
  });

  it('are whole where the network card cuts segments, and no later fragment is taken for one', () => {
    expect(payloadOf(ethernet(ipv4(tcp, 0, 0)))).toEqual(mbap);
    expect(payloadOf(ethernet(ipv4(tcp, 100)))).toBeUndefined();
    expect(payloadOf(ethernet(ipv6(tcp, [{ kind: 44, rest: [0, 0, 8, 0, 0, 0, 0] }])))).toBeUndefined();
  });

  it('come once, however often they were sent', () => {
    const reader = new PacketReader();
    const send = (sequence: number, payload: readonly number[]) =>
      taken(ethernet(ipv4(segment({ sequence, payload }))), ETHERNET, reader)?.bytes;
    expect(send(0xffff_fffe, [1, 2, 3])).toEqual(Uint8Array.of(1, 2, 3));
    expect(send(0xffff_fffe, [1, 2, 3])).toBeUndefined();
    expect(send(0, [3, 4])).toEqual(Uint8Array.of(4));
  });

  it('are Modbus TCP on other ports, too, when they look so, and serial frames are not taken for it', () => {
    const ports = [40_000, 1502] as const;
    const isTcp = (payload: readonly number[]) => taken(ipv4(segment({ payload, ports })), 101)!.tcp;
    expect(isTcp(mbap)).toBe(true);
    // 01 03 00 00 00 02: a transaction, protocol 0, and a length that fits.
    expect(isTcp([1, 3, 0, 0, 0, 2, 0xc4, 0x0b])).toBe(false);
    expect(isTcp([1, 3, 1, 0x21, 0, 1, 0xd5, 0xfc])).toBe(false);
  });

  it('are not in packets that are cut short', () => {
    const packet = ethernet(ipv6(tcp));
    for (let length = 0; length < packet.length - mbap.length; length += 1)
      expect(payloadOf(packet.slice(0, length))).toBeUndefined();
    const other = ethernet(ipv4(tcp));
    for (let length = 0; length < other.length - mbap.length; length += 1)
      expect(payloadOf(other.slice(0, length))).toBeUndefined();
  });
});
