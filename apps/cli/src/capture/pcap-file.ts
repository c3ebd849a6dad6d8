import { UsageError } from '@bus/line';
import type { HeardChunk } from './heard-chunk.js';
import { PacketReader, USER_0 } from './packet-reader.js';

/** First bytes of a file, read in its own byte order: times in microseconds, and in nanoseconds. */
const MICRO = 0xa1b2c3d4;
const NANO = 0xa1b23c4d;
const FILE_HEAD = 24;
const PACKET_HEAD = 16;

/** Is it a capture file of the old form? */
export function isPcap(bytes: Uint8Array): boolean {
  return bytes.length >= 4 && orderOf(bytes) !== undefined;
}

function orderOf(bytes: Uint8Array): { little: boolean; magic: number } | undefined {
  const view = viewOf(bytes);
  for (const little of [true, false]) {
    const magic = view.getUint32(0, little);
    if (magic === MICRO || magic === NANO) return { little, magic };
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
  const view = viewOf(bytes);
  const linkType = view.getUint32(20, order.little) & 0xffff;
  if (!PacketReader.knows(linkType)) PacketReader.refuse(linkType, name);
  const reader = new PacketReader();
  const chunks: HeardChunk[] = [];
  for (let at = FILE_HEAD, number = 1; at < bytes.length; number += 1) {
    const length = at + PACKET_HEAD <= bytes.length ? view.getUint32(at + 8, order.little) : Number.NaN;
    const start = at + PACKET_HEAD;
    if (!(start + length <= bytes.length))
      throw new UsageError(`${name} breaks off in packet ${number}`, {
        hint: `Save what is whole of it: editcap ${name} whole.pcapng`,
      });
    const seconds = view.getUint32(at, order.little);
    const fraction = view.getUint32(at + 4, order.little) / (order.magic === NANO ? 1e6 : 1e3);
    const packet = bytes.subarray(start, start + length);
    const chunk = reader.take(linkType, packet, seconds * 1000 + fraction);
    if (chunk !== undefined) chunks.push(chunk);
    at = start + length;
  }
  return chunks;
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
