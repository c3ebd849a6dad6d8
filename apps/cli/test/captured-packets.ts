/** Big-endian bytes of a number, so many of them. */
export const number = (value: number, length: number): number[] =>
  Array.from({ length }, (_, index) => Math.floor(value / 256 ** (length - 1 - index)) % 256);

interface Sent {
  readonly payload: readonly number[];
  readonly sequence?: number;
  /** By default a client of port 502. */
  readonly ports?: readonly [number, number];
}

/** A TCP segment. */
export const segment = ({ payload, sequence = 1000, ports = [40_000, 502] }: Sent): number[] => [
  ...ports.flatMap(port => number(port, 2)),
  ...[...number(sequence, 4), 0, 0, 0, 0, 0x50, 0x18, 0xff, 0xff, 0, 0, 0, 0],
  ...payload,
];

/** An IP packet of version 4. @param length what it says of itself; its length by default. */
export const ipv4 = (tcp: readonly number[], fragment = 0, length = 20 + tcp.length): number[] => [
  ...[0x45, 0, ...number(length, 2), 0, 0, ...number(fragment, 2), 64, 6, 0, 0],
  ...[10, 0, 0, 5, 10, 0, 0, 7],
  ...tcp,
];

/** An IP packet of version 6. @param heads those between its own and that of TCP, without what comes behind each. */
export function ipv6(
  tcp: readonly number[],
  heads: readonly { kind: number; rest: number[] }[] = [],
): number[] {
  const kinds = [...heads.map(({ kind }) => kind), 6];
  const extensions = heads.flatMap(({ rest }, index) => [kinds[index + 1]!, ...rest]);
  const address = (last: number) => [0xfe, 0x80, ...new Array<number>(13).fill(0), last];
  const length = extensions.length + tcp.length;
  return [
    ...[0x60, 0, 0, 0, ...number(length, 2), kinds[0]!, 64],
    ...address(5),
    ...address(7),
    ...extensions,
    ...tcp,
  ];
}

/** An Ethernet packet. @param tags numbers of networks in front. */
export const ethernet = (ip: readonly number[], tags: readonly number[] = []): number[] => [
  ...new Array<number>(12).fill(0),
  ...tags.flatMap(tag => [...number(0x8100, 2), ...number(tag, 2)]),
  ...number(ip[0]! >> 4 === 6 ? 0x86dd : 0x0800, 2),
  ...ip,
];

const turned = (bytes: readonly number[], little: boolean) => (little ? bytes.toReversed() : bytes);

/** Writes the blocks of a pcapng file in one of the two byte orders. */
export class PcapngWriter {
  readonly #little: boolean;

  constructor(little: boolean) {
    this.#little = little;
  }

  value(value: number, length = 4): readonly number[] {
    return turned(number(value, length), this.#little);
  }

  block(kind: number, ...body: (readonly number[])[]): number[] {
    const content = body.flat();
    while (content.length % 4 !== 0) content.push(0);
    const length = this.value(content.length + 12);
    return [...this.value(kind), ...length, ...content, ...length];
  }

  section(): number[] {
    return this.block(
      0x0a0d0d0a,
      this.value(0x1a2b3c4d),
      this.value(1, 2),
      this.value(0, 2),
      new Array(8).fill(255),
    );
  }

  link(linkType: number, options: readonly number[] = []): number[] {
    return this.block(1, this.value(linkType, 2), [0, 0], this.value(0), options);
  }

  option(code: number, content: readonly number[]): number[] {
    const filling = new Array<number>((4 - (content.length % 4)) % 4).fill(0);
    return [...this.value(code, 2), ...this.value(content.length, 2), ...content, ...filling];
  }

  packet(bytes: readonly number[], ticks = 0, link = 0): number[] {
    const times = [...this.value(Math.floor(ticks / 2 ** 32)), ...this.value(ticks % 2 ** 32)];
    const length = this.value(bytes.length);
    return this.block(6, this.value(link), times, length, length, bytes);
  }

  simple(bytes: readonly number[]): number[] {
    return this.block(3, this.value(bytes.length), bytes);
  }
}
