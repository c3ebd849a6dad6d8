/** Addresses in each table of the servers in peers/: 0 to one less than this. */
export const TABLE_SIZE = 3000;

/** What stands at each address of a fresh server: the same rule as in peers/values.h and peers/values.py. */
export const valueAt = {
  coil: (address: number): boolean => (address * 7) % 11 < 4,
  discrete: (address: number): boolean => (address * 5) % 13 < 6,
  holding: (address: number): number => (address * 31 + 7) & 0xffff,
  input: (address: number): number => (address * 17 + 40_000) & 0xffff,
};

/** `quantity` values of one table, from `startAddress` on. */
export function valuesAt<T>(rule: (address: number) => T, startAddress: number, quantity: number): T[] {
  return Array.from({ length: quantity }, (_, index) => rule(startAddress + index));
}
