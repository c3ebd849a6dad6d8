import { UsageError } from '@bus/line';
import type { HeardChunk } from './heard-chunk.js';
import { TcpConversations } from './tcp-conversations.js';

/** First bytes of a file, read in its own byte order: times in microseconds, and in nanoseconds. */
const MICRO = 0xa1b2c3d4;
const NANO = 0xa1b23c4d;
/** What newer programs write unless told otherwise. */
const PCAPNG = 0x0a0d0d0a;
/** Link types whose packets are frames of a serial line: `DLT_USER0` to 15. */
const USER_0 = 147;
const USER_15 = 162;
/** Serial line with a head of 12 bytes. */
const RTAC = 250;
const RTAC_HEAD = 12;
const FILE_HEAD = 24;
const PACKET_HEAD = 16;

/** Is it a capture file, of the old or the new form? */
export function isPcap(bytes: Uint8Array): boolean {
  return bytes.length >= 4 && orderOf(bytes) !== undefined;
}

function orderOf(bytes: Uint8Array): { little: boolean; magic: number } | undefined {
  const view = viewOf(bytes);
  for (const little of [true, false]) {
    const magic = view.getUint32(0, little);
    if (magic === MICRO || magic === NANO || magic === PCAPNG) return { little, magic };
  }
  return undefined;
}

/**
 * The chunks in a pcap file: packets of a serial line (`DLT_USER0` to 15, RTAC serial), or what TCP connections carry.
 *
 * @param name for messages.
 * @throws {UsageError} it is no pcap file, breaks off, or holds something else.
 */
export function parsePcap(bytes: Uint8Array, name: string): HeardChunk[] {
  const order = bytes.length >= FILE_HEAD ? orderOf(bytes) : undefined;
  if (order === undefined) throw new UsageError(`${name} is no pcap file`);
  if (order.magic === PCAPNG)
    throw new UsageError(`${name} is a pcapng file, which is not read here`, {
      hint: `Convert it: editcap -F pcap ${name} converted.pcap`,
    });
  const view = viewOf(bytes);
  const linkType = view.getUint32(20, order.little) & 0xffff;
  const reader = packetReader(linkType, name);
  const chunks: HeardChunk[] = [];
  for (let at = FILE_HEAD; at < bytes.length; ) {
    const length = at + PACKET_HEAD <= bytes.length ? view.getUint32(at + 8, order.little) : Number.NaN;
    const start = at + PACKET_HEAD;
    if (!(start + length <= bytes.length))
      throw new UsageError(`${name} breaks off in packet ${chunks.length + 1}`);
    const seconds = view.getUint32(at, order.little);
    const fraction = view.getUint32(at + 4, order.little) / (order.magic === NANO ? 1e6 : 1e3);
    const chunk = reader(bytes.subarray(start, start + length), seconds * 1000 + fraction);
    if (chunk !== undefined) chunks.push(chunk);
    at = start + length;
  }
  return chunks;
}

type PacketReader = (packet: Uint8Array, time: number) => HeardChunk | undefined;

function packetReader(linkType: number, name: string): PacketReader {
  const serial =
    (head: number): PacketReader =>
    (packet, time) => {
      const bytes = packet.slice(head);
      return bytes.length === 0 ? undefined : { bytes, time, conversation: undefined, tcp: false };
    };
  if (linkType >= USER_0 && linkType <= USER_15) return serial(0);
  if (linkType === RTAC) return serial(RTAC_HEAD);
  const conversations = TcpConversations.over(linkType);
  if (conversations !== undefined) return (packet, time) => conversations.take(packet, time);
  throw new UsageError(`${name} has packets of link type ${linkType}, which is not known here`, {
    hint: 'Known are Ethernet, Linux cooked, loopback and raw IP with TCP inside, and serial lines (user 0 to 15, RTAC).',
  });
}

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/**
 * A pcap file of Modbus RTU frames, one per packet, with link type user 0.
 *
 * @example
 * // tshark -o 'uat:user_dlts:"User 0 (DLT=147)","mbrtu","0","","0",""' -r out.pcap
 */
export const pcapHead = (): Uint8Array => {
  const head = new DataView(new ArrayBuffer(FILE_HEAD));
  head.setUint32(0, MICRO, true);
  head.setUint16(4, 2, true);
  head.setUint16(6, 4, true);
  head.setUint32(16, 65_535, true);
  head.setUint32(20, USER_0, true);
  return new Uint8Array(head.buffer);
};

/** One packet of such a file. @param time milliseconds since 1970. */
export function pcapPacket(bytes: Uint8Array, time: number): Uint8Array {
  const packet = new Uint8Array(PACKET_HEAD + bytes.length);
  const view = viewOf(packet);
  const micros = Math.round(time * 1000);
  view.setUint32(0, Math.floor(micros / 1e6), true);
  view.setUint32(4, micros % 1e6, true);
  view.setUint32(8, bytes.length, true);
  view.setUint32(12, bytes.length, true);
  packet.set(bytes, PACKET_HEAD);
  return packet;
}
