import { BlockList, isIP } from 'node:net';
import { UsageError } from '@bus/line';

/** An IPv4 address within IPv6, as a listener on `::` sees it: `::ffff:10.0.0.7`. */
const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/** Addresses of clients that may connect. */
export class AddressList {
  // Each version its own list: one alone takes an IPv4 address for its mapped form, so that ::/0 would have them all.
  readonly #lists = { 4: new BlockList(), 6: new BlockList() };

  /**
   * @param entries addresses or blocks in CIDR notation: `10.0.0.7`, `10.0.0.0/24`, `fd00::/8`
   * @throws {UsageError} an entry is neither.
   */
  constructor(entries: readonly string[]) {
    if (!Array.isArray(entries)) throw new UsageError('allow must be an array of addresses and CIDR blocks');
    for (const entry of entries) this.#add(entry);
  }

  #add(entry: string): void {
    const match = /^([^/%]+)(?:\/(\d{1,3}))?$/.exec(String(entry));
    const mapped = MAPPED.exec(match?.[1] ?? '');
    const address = mapped?.[1] ?? match?.[1] ?? '';
    const version = isIP(address);
    const bits = version === 4 ? 32 : 128;
    // A block of mapped addresses counts its bits from the beginning of the IPv6 address.
    const prefix = match?.[2] === undefined ? bits : Number(match[2]) - (mapped ? 96 : 0);
    if ((version !== 4 && version !== 6) || prefix < 0 || prefix > bits)
      throw new UsageError(`'${entry}' is neither an address nor a CIDR block`, {
        hint: 'Write 10.0.0.7, 10.0.0.0/24 or fd00::/8.',
      });
    this.#lists[version].addSubnet(address, prefix, `ipv${version}`);
  }

  /** Is the address in the list? What is no address is not. */
  has(address: string): boolean {
    const plain = plainAddress(address);
    const version = isIP(plain);
    return (version === 4 || version === 6) && this.#lists[version].check(plain, `ipv${version}`);
  }
}

/** The address without a zone (`%eth0`), and an IPv4 one in its own form. */
export function plainAddress(address: string): string {
  return MAPPED.exec(address)?.[1] ?? address.replace(/%.*$/, '');
}
