import { UsageError } from '@bus/line';
import type { HeardChunk } from './heard-chunk.js';
import { TcpConversations } from './tcp-conversations.js';

/** Link types whose packets are frames of a serial line: `DLT_USER0` to 15. */
export const USER_0 = 147;
const USER_15 = 162;
/** Serial line with a head of 12 bytes. */
const RTAC = 250;
const RTAC_HEAD = 12;

const ETHERNET = 1;
/** Link types and where the network protocol stands in a packet: bytes in front of the IP packet. */
const IP_AT: ReadonlyMap<number, number> = new Map([
  [0, 4], // BSD loopback
  [108, 4],
  [ETHERNET, 14],
  [12, 0], // raw IP
  [101, 0],
  [228, 0],
  [229, 0],
  [113, 16], // Linux cooked
  [276, 20], // Linux cooked, version 2
]);
/** What stands in place of the kind of packet where a network's number is in front of it; they may be nested. */
const VLAN: readonly number[] = [0x8100, 0x88a8];
const VLAN_TAG = 4;

/** Takes what was said out of captured packets: frames of a serial line, and the contents of TCP connections. */
export class PacketReader {
  readonly #conversations = new TcpConversations();

  /** Are packets of this link type known? */
  static knows(linkType: number): boolean {
    return isUser(linkType) || linkType === RTAC || IP_AT.has(linkType);
  }

  /** @throws {UsageError} always: packets of this link type are not known. @param name of the file. */
  static refuse(linkType: number, name: string): never {
    throw new UsageError(`${name} has packets of link type ${linkType}, which is not known here`, {
      hint: 'Known are Ethernet, Linux cooked, loopback and raw IP with TCP inside, and serial lines (user 0 to 15, RTAC).',
    });
  }

  /** What a packet says; undefined when that is nothing, or nothing new. */
  take(linkType: number, packet: Uint8Array, time: number | undefined): HeardChunk | undefined {
    if (isUser(linkType)) return serialChunkOf(packet, time);
    if (linkType === RTAC) return serialChunkOf(packet.subarray(RTAC_HEAD), time);
    const at = IP_AT.get(linkType);
    if (at === undefined) return undefined;
    const tags = linkType === ETHERNET ? tagsIn(packet) : 0;
    return this.#conversations.take(packet.subarray(at + tags), time);
  }
}

const isUser = (linkType: number): boolean => linkType >= USER_0 && linkType <= USER_15;

function serialChunkOf(bytes: Uint8Array, time: number | undefined): HeardChunk | undefined {
  return bytes.length === 0 ? undefined : { bytes: bytes.slice(), time, conversation: undefined, tcp: false };
}

/** Bytes by which networks' numbers move the IP packet in an Ethernet packet. */
function tagsIn(packet: Uint8Array): number {
  let tags = 0;
  while (VLAN.includes(packet[12 + tags]! * 256 + packet[13 + tags]!)) tags += VLAN_TAG;
  return tags;
}
