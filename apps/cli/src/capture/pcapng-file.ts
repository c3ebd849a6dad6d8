import { UsageError } from '@bus/line';
import type { HeardChunk } from './heard-chunk.js';
import { PacketReader } from './packet-reader.js';

/** Kinds of blocks; all others are skipped. */
const SECTION = 0x0a0d0d0a;
const INTERFACE = 1;
const OLD_PACKET = 2;
const SIMPLE_PACKET = 3;
const PACKET = 6;
/** In a section's head, in the section's own byte order. */
const BYTE_ORDER = 0x1a2b3c4d;
/** Kind, length, and the length again at the end. */
const FRAME = 12;
/** Options of an interface. */
const RESOLUTION = 9;
const OFFSET = 14;

/** Where packets were captured, and how their times are to be understood. */
interface Interface {
  readonly linkType: number;
  /** Bytes of a packet that were kept; 0: all. */
  readonly snapLength: number;
  readonly ticksPerSecond: number;
  /** Seconds to be added to each time. */
  readonly offset: number;
}

/** One block of a file: its contents between the lengths. */
interface Block {
  readonly kind: number;
  readonly body: DataView;
  readonly little: boolean;
}

/** Is it a file as Wireshark writes it by default? */
export const isPcapng = (bytes: Uint8Array): boolean =>
  bytes.length >= FRAME && viewOf(bytes).getUint32(0) === SECTION;

/**
 * The chunks in a pcapng file: packets of a serial line (`DLT_USER0` to 15, RTAC serial), or what TCP connections carry,
 * from all its interfaces. Those whose link type is not known are passed over, as long as there are others.
 *
 *     block      kind(4) length(4) body length(4)      interface  link type(2) -(2) kept bytes(4) options
 *     packet     interface(4) time(4 high, 4 low) kept(4) sent(4) bytes
 *
 * @param name for messages.
 * @throws {UsageError} it is no such file, breaks off, or holds something else.
 */
export function parsePcapng(bytes: Uint8Array, name: string): HeardChunk[] {
  const reader = new PacketReader();
  const chunks: HeardChunk[] = [];
  const refused: number[] = [];
  let known = 0;
  let interfaces: Interface[] = [];
  for (const block of blocksIn(bytes, name)) {
    if (block.kind === SECTION) interfaces = [];
    if (block.kind === INTERFACE) interfaces.push(interfaceIn(block, name));
    const packet = packetIn(block, interfaces, name);
    if (packet === undefined) continue;
    const { linkType } = packet.from;
    if (PacketReader.knows(linkType)) known += 1;
    else refused.push(linkType);
    const chunk = reader.take(linkType, packet.bytes, packet.time);
    if (chunk !== undefined) chunks.push(chunk);
  }
  if (known === 0 && refused.length > 0) PacketReader.refuse(refused[0]!, name);
  return chunks;
}

function* blocksIn(bytes: Uint8Array, name: string): Generator<Block> {
  const view = viewOf(bytes);
  let little = true;
  for (let at = 0, number = 1; at < bytes.length; number += 1) {
    const broken = () =>
      new UsageError(`${name} breaks off in block ${number}`, {
        hint: `Save what is whole of it: editcap ${name} whole.pcapng`,
      });
    if (at + FRAME > bytes.length) throw broken();
    // The kind of a section's head reads the same in both orders.
    if (view.getUint32(at) === SECTION) {
      if (at + FRAME + 4 > bytes.length) throw broken();
      little = view.getUint32(at + 8, true) === BYTE_ORDER;
      if (!little && view.getUint32(at + 8) !== BYTE_ORDER)
        throw new UsageError(`${name} is no pcapng file: block ${number} has no byte order`);
    }
    const length = view.getUint32(at + 4, little);
    if (length < FRAME || length % 4 !== 0)
      throw new UsageError(`${name} is damaged: block ${number} cannot be ${length} bytes long`);
    if (at + length > bytes.length) throw broken();
    const body = new DataView(bytes.buffer, bytes.byteOffset + at + 8, length - FRAME);
    yield { kind: view.getUint32(at, little), body, little };
    at += length;
  }
}

function interfaceIn({ body, little }: Block, name: string): Interface {
  if (body.byteLength < 8) throw tooShort(name, 'an interface');
  let ticksPerSecond = 1e6;
  let offset = 0;
  for (let at = 8; at + 4 <= body.byteLength; ) {
    const [code, length] = [body.getUint16(at, little), body.getUint16(at + 2, little)];
    if (code === 0) break;
    if (at + 4 + length > body.byteLength) throw tooShort(name, 'an option of an interface');
    if (code === RESOLUTION && length === 1) ticksPerSecond = ticksOf(body.getUint8(at + 4));
    if (code === OFFSET && length === 8) offset = Number(body.getBigInt64(at + 4, little));
    at += 4 + padded(length);
  }
  const linkType = body.getUint16(0, little);
  return { linkType, snapLength: body.getUint32(4, little), ticksPerSecond, offset };
}

/** A power of 2 where the highest bit is set, else of 10. */
const ticksOf = (resolution: number): number =>
  resolution >= 0x80 ? 2 ** (resolution & 0x7f) : 10 ** resolution;

interface Packet {
  readonly from: Interface;
  readonly bytes: Uint8Array;
  readonly time: number | undefined;
}

function packetIn(
  { kind, body, little }: Block,
  interfaces: readonly Interface[],
  name: string,
): Packet | undefined {
  if (kind !== PACKET && kind !== OLD_PACKET && kind !== SIMPLE_PACKET) return undefined;
  const head = kind === SIMPLE_PACKET ? 4 : 20;
  if (body.byteLength < head) throw tooShort(name, 'a packet');
  const number =
    kind === PACKET ? body.getUint32(0, little) : kind === OLD_PACKET ? body.getUint16(0, little) : 0;
  const from = interfaces[number];
  if (from === undefined) throw new UsageError(`${name} is damaged: it has no interface ${number}`);
  const { snapLength } = from;
  const sent = body.getUint32(0, little);
  const kept =
    kind === SIMPLE_PACKET
      ? Math.min(sent, snapLength === 0 ? sent : snapLength)
      : body.getUint32(12, little);
  if (head + kept > body.byteLength) throw tooShort(name, 'a packet');
  const bytes = new Uint8Array(body.buffer, body.byteOffset + head, kept);
  return { from, bytes, time: kind === SIMPLE_PACKET ? undefined : timeIn(body, little, from) };
}

/** Milliseconds since 1970, of a time whose ticks need more digits than a number has. */
function timeIn(body: DataView, little: boolean, { ticksPerSecond, offset }: Interface): number {
  const ticks = (BigInt(body.getUint32(4, little)) << 32n) | BigInt(body.getUint32(8, little));
  const perSecond = BigInt(ticksPerSecond);
  const seconds = Number(ticks / perSecond) + offset;
  return seconds * 1000 + (Number(ticks % perSecond) * 1000) / ticksPerSecond;
}

const tooShort = (name: string, what: string) =>
  new UsageError(`${name} is damaged: the block of ${what} is too short`);

const padded = (length: number): number => Math.ceil(length / 4) * 4;

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
