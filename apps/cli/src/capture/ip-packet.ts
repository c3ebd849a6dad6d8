/** What a TCP segment carries, and between whom. */
export interface TcpSegment {
  /** `10.0.0.5:40000` or `[fe80::1]:40000`. */
  readonly from: string;
  readonly to: string;
  readonly ports: readonly [from: number, to: number];
  readonly sequence: number;
  readonly payload: Uint8Array;
}

const TCP = 6;
/** Of IP version 6: heads that may stand between its own and that of TCP, all but the fragment's with their length inside. */
const HOP_BY_HOP = 0;
const ROUTING = 43;
const FRAGMENT = 44;
const AUTHENTICATION = 51;
const DESTINATION = 60;

/** The TCP segment in an IP packet of version 4 or 6; undefined for everything else, and for all but the first fragment. */
export function tcpSegmentIn(packet: Uint8Array): TcpSegment | undefined {
  const version = (packet[0] ?? 0) >> 4;
  if (version === 4) return inVersion4(packet);
  return version === 6 ? inVersion6(packet) : undefined;
}

function inVersion4(packet: Uint8Array): TcpSegment | undefined {
  const head = (packet[0]! & 15) * 4;
  if (head < 20 || packet.length < head || packet[9] !== TCP) return undefined;
  if ((word(packet, 6) & 0x1fff) !== 0) return undefined;
  // 0 where the network card cuts segments: then it goes to the end.
  const length = word(packet, 2) || packet.length;
  const name = (at: number) => packet.subarray(at, at + 4).join('.');
  return segmentIn(packet.subarray(head, length), name(12), name(16));
}

function inVersion6(packet: Uint8Array): TcpSegment | undefined {
  if (packet.length < 40) return undefined;
  const length = word(packet, 4);
  let rest = packet.subarray(40, length === 0 ? packet.length : 40 + length);
  let next = packet[6]!;
  while (next !== TCP) {
    if (rest.length < 8) return undefined;
    const size = extensionLength(next, rest);
    if (size === undefined) return undefined;
    next = rest[0]!;
    rest = rest.subarray(size);
  }
  return segmentIn(rest, addressOf(packet.subarray(8, 24)), addressOf(packet.subarray(24, 40)));
}

/** Bytes of a head in front of TCP's; undefined when there is no TCP behind it. */
function extensionLength(kind: number, head: Uint8Array): number | undefined {
  if (kind === HOP_BY_HOP || kind === ROUTING || kind === DESTINATION) return (head[1]! + 1) * 8;
  if (kind === AUTHENTICATION) return (head[1]! + 2) * 4;
  return kind === FRAGMENT && (word(head, 2) & 0xfff8) === 0 ? 8 : undefined;
}

/** In brackets, zeros left out. */
function addressOf(bytes: Uint8Array): string {
  const groups = Array.from({ length: 8 }, (_, index) => word(bytes, index * 2).toString(16));
  return new URL(`http://[${groups.join(':')}]`).hostname;
}

function segmentIn(tcp: Uint8Array, source: string, target: string): TcpSegment | undefined {
  if (tcp.length < 20) return undefined;
  const ports = [word(tcp, 0), word(tcp, 2)] as const;
  return {
    from: `${source}:${ports[0]}`,
    to: `${target}:${ports[1]}`,
    ports,
    sequence: word(tcp, 4) * 0x1_0000 + word(tcp, 6),
    payload: tcp.subarray((tcp[12]! >> 4) * 4),
  };
}

const word = (bytes: Uint8Array, at: number): number => bytes[at]! * 256 + bytes[at + 1]!;
