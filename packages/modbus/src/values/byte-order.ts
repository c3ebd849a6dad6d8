/**
 * How the bytes of one value stand in its registers. A is the most significant byte, each pair of letters is one
 * register, and the registers are named in the order of their addresses. Wider and narrower values follow the same two
 * questions: does the low word come first, and are the bytes of each register exchanged?
 *
 *     order   words      bytes       16 bits   32 bits   48 bits   64 bits
 *     ABCD    high first high first  AB        ABCD      ABCDEF    ABCDEFGH
 *     CDAB    low first  high first  AB        CDAB      EFCDAB    GHEFCDAB
 *     BADC    high first exchanged   BA        BADC      BADCFE    BADCFEHG
 *     DCBA    low first  exchanged   BA        DCBA      FEDCBA    HGFEDCBA
 */
export type ByteOrder = 'ABCD' | 'DCBA' | 'BADC' | 'CDAB';

/** All byte orders, the usual one first. */
export const BYTE_ORDERS = ['ABCD', 'CDAB', 'BADC', 'DCBA'] as const satisfies readonly ByteOrder[];

/** MinimalModbus' name for ABCD. */
export const BYTEORDER_BIG = 'ABCD';
/** MinimalModbus' name for DCBA. */
export const BYTEORDER_LITTLE = 'DCBA';
/** MinimalModbus' name for BADC. */
export const BYTEORDER_BIG_SWAP = 'BADC';
/** MinimalModbus' name for CDAB. */
export const BYTEORDER_LITTLE_SWAP = 'CDAB';

/** Does the low word come first? */
export const lowWordFirst = (order: ByteOrder): boolean => order === 'CDAB' || order === 'DCBA';
/** Are the bytes of each register exchanged? */
export const bytesExchanged = (order: ByteOrder): boolean => order === 'BADC' || order === 'DCBA';

/** Exchanges the bytes of one register. */
const exchangeBytes = (register: number): number => ((register & 0xff) << 8) | (register >> 8);

/** The registers of one value brought from `order` to ABCD, or back: both are the same change. */
export function reorder(registers: readonly number[], order: ByteOrder): number[] {
  const words = lowWordFirst(order) ? registers.toReversed() : [...registers];
  return bytesExchanged(order) ? words.map(exchangeBytes) : words;
}

/** The registers of a text brought from `order` to ABCD, or back. Characters are never moved to another register. */
export function reorderText(registers: readonly number[], order: ByteOrder): number[] {
  return bytesExchanged(order) ? registers.map(exchangeBytes) : [...registers];
}
