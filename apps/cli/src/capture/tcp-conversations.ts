import { crc16 } from '@bus/codec';
import type { HeardChunk } from './heard-chunk.js';
import { tcpSegmentIn } from './ip-packet.js';

/** The port of Modbus TCP. */
const MODBUS_PORT = 502;
const MBAP_HEAD = 6;

/** Takes the contents of TCP connections out of IP packets; what was sent twice comes once. */
export class TcpConversations {
  /** For each direction the sequence number behind what was taken. */
  readonly #next = new Map<string, number>();
  /** For each conversation whether it is Modbus TCP. */
  readonly #modbus = new Map<string, boolean>();

  /** What a packet carries; undefined for everything but new bytes of a TCP connection. */
  take(packet: Uint8Array, time: number | undefined): HeardChunk | undefined {
    const segment = tcpSegmentIn(packet);
    if (segment === undefined) return undefined;
    const { from, to, ports, sequence, payload } = segment;
    const bytes = this.#fresh(`${from} ${to}`, sequence, payload);
    if (bytes.length === 0) return undefined;
    const conversation = [from, to].toSorted().join(' ');
    const tcp = this.#modbus.get(conversation) ?? (ports.includes(MODBUS_PORT) || isModbusTcp(bytes));
    this.#modbus.set(conversation, tcp);
    return { bytes, time, conversation, tcp };
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

/** Gateways listen on other ports, too: a head that fits what follows, unless it is a serial frame that looks like one. */
function isModbusTcp(bytes: Uint8Array): boolean {
  if (bytes.length < MBAP_HEAD + 2 || bytes[2] !== 0 || bytes[3] !== 0) return false;
  if (bytes[4]! * 256 + bytes[5]! !== bytes.length - MBAP_HEAD) return false;
  const end = bytes.length - 2;
  return crc16(bytes.subarray(0, end)) !== bytes[end]! + bytes[end + 1]! * 256;
}
