import type { Side } from '@bus/line';

/** A chunk of a conversation between a client and a server. */
export interface Captured {
  readonly side: Side;
  readonly bytes: Uint8Array;
  /** Chunks with different numbers belong to different connections; 0 by default. */
  readonly connection?: number;
}

/** The port that the server has in the capture. */
export const CAPTURED_PORT = 502;
const CLIENT_PORT = 40_000;
/** Of a classic pcap file in which times are in microseconds and packets begin with an Ethernet header. */
const FILE_HEADER = { magic: 0xa1b2c3d4, major: 2, minor: 4, snapLength: 65_535, linkType: 1 } as const;

/**
 * A capture file, as tcpdump would have written it: each chunk in a TCP segment of its own, 1 ms after the one before.
 *
 *     packet   seconds(4) microseconds(4) length(4) length(4)   Ethernet(14) IPv4(20) TCP(20) chunk
 */
export function pcapFile(conversation: readonly Captured[]): Uint8Array {
  const header = Buffer.alloc(24);
  header.writeUInt32LE(FILE_HEADER.magic, 0);
  header.writeUInt16LE(FILE_HEADER.major, 4);
  header.writeUInt16LE(FILE_HEADER.minor, 6);
  header.writeUInt32LE(FILE_HEADER.snapLength, 16);
  header.writeUInt32LE(FILE_HEADER.linkType, 20);
  const connections = new Map<number, Record<Side, number>>();
  const packets = conversation.map(({ side, bytes, connection = 0 }, index) => {
    const sent = connections.get(connection) ?? { request: 1, response: 1 };
    connections.set(connection, sent);
    const packet = segment(side, bytes, sent, CLIENT_PORT + connection);
    sent[side] += bytes.length;
    const record = Buffer.alloc(16);
    record.writeUInt32LE(Math.floor(index / 1000), 0);
    record.writeUInt32LE((index % 1000) * 1000, 4);
    record.writeUInt32LE(packet.length, 8);
    record.writeUInt32LE(packet.length, 12);
    return Buffer.concat([record, packet]);
  });
  return Buffer.concat([header, ...packets]);
}

function segment(
  side: Side,
  bytes: Uint8Array,
  sent: Readonly<Record<Side, number>>,
  clientPort: number,
): Buffer {
  const packet = Buffer.alloc(14 + 20 + 20);
  const asks = side === 'request';
  packet.writeUInt16BE(0x0800, 12);
  const ip = packet.subarray(14, 34);
  ip[0] = 0x45;
  ip.writeUInt16BE(40 + bytes.length, 2);
  ip[8] = 64;
  ip[9] = 6;
  ip.set([127, 0, 0, asks ? 1 : 2], 12);
  ip.set([127, 0, 0, asks ? 2 : 1], 16);
  const tcp = packet.subarray(34);
  tcp.writeUInt16BE(asks ? clientPort : CAPTURED_PORT, 0);
  tcp.writeUInt16BE(asks ? CAPTURED_PORT : clientPort, 2);
  tcp.writeUInt32BE(sent[side], 4);
  tcp.writeUInt32BE(sent[asks ? 'response' : 'request'], 8);
  tcp[12] = 0x50;
  // PSH and ACK.
  tcp[13] = 0x18;
  tcp.writeUInt16BE(65_535, 14);
  return Buffer.concat([packet, bytes]);
}
