import type { HeardChunk } from './heard-chunk.js';

/** Link types and where the network protocol stands in a packet: bytes in front of the IP packet. */
const IP_AT: ReadonlyMap<number, number> = new Map([
  [0, 4], // BSD loopback
  [1, 14], // Ethernet
  [12, 0], // raw IP
  [101, 0],
  [113, 16], // Linux cooked
  [276, 20], // Linux cooked, version 2
]);
/** The port of Modbus TCP. */
const MODBUS_PORT = 502;
const TCP = 6;
const VLAN = 0x8100;

/** Takes the contents of TCP connections out of captured packets; what was sent twice comes once. */
export class TcpConversations {
  readonly #ipAt: number;
  readonly #ethernet: boolean;
  /** For each direction the sequence number behind what was taken. */
  readonly #next = new Map<string, number>();

  private constructor(ipAt: number, ethernet: boolean) {
    this.#ipAt = ipAt;
    this.#ethernet = ethernet;
  }

  /** Undefined for link types that are not known. */
  static over(linkType: number): TcpConversations | undefined {
    const at = IP_AT.get(linkType);
    return at === undefined ? undefined : new TcpConversations(at, linkType === 1);
  }

  /** What a packet carries; undefined for everything but new bytes of a TCP connection over IP version 4. */
  take(packet: Uint8Array, time: number): HeardChunk | undefined {
    const view = new DataView(packet.buffer, packet.byteOffset, packet.byteLength);
    const tagged = this.#ethernet && packet.length > 14 && view.getUint16(12) === VLAN;
    const ip = packet.subarray(this.#ipAt + (tagged ? 4 : 0));
    const ipHead = ((ip[0] ?? 0) & 15) * 4;
    if (ip.length < 40 || ip[0]! >> 4 !== 4 || ip[9] !== TCP) return undefined;
    const tcp = ip.subarray(ipHead, ip[2]! * 256 + ip[3]!);
    if (tcp.length < 20) return undefined;
    const segment = new DataView(tcp.buffer, tcp.byteOffset, tcp.byteLength);
    const [from, to] = [segment.getUint16(0), segment.getUint16(2)];
    const payload = tcp.subarray((tcp[12]! >> 4) * 4);
    const ends = [`${ip.subarray(12, 16).join('.')}:${from}`, `${ip.subarray(16, 20).join('.')}:${to}`];
    const bytes = this.#fresh(ends.join(), segment.getUint32(4), payload);
    if (bytes.length === 0) return undefined;
    const conversation = ends.toSorted().join(' ');
    return { bytes, time, conversation, tcp: from === MODBUS_PORT || to === MODBUS_PORT };
  }

  /** The bytes that were not taken yet. */
  #fresh(direction: string, sequence: number, payload: Uint8Array): Uint8Array {
    const next = this.#next.get(direction) ?? sequence;
    // Sequence numbers wrap around; half of their range counts as before.
    const known = (next - sequence) | 0;
    const fresh = payload.slice(Math.max(0, known));
    if (fresh.length > 0) this.#next.set(direction, (sequence + payload.length) >>> 0);
    return fresh;
  }
}
