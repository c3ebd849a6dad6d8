/** The four tables of a device. */
export type AddressTable = 'coil' | 'discrete' | 'input' | 'holding';

/** One place in a device, by its protocol address: what stands in the frame. */
export interface TableAddress {
  table: AddressTable;
  /** 0..65535. */
  address: number;
}

/** Largest protocol address. */
export const MAX_ADDRESS = 65_535;

/** The first digit of an entity number, by table. */
export const ENTITY_DIGITS: Readonly<Record<AddressTable, string>> = {
  coil: '0',
  discrete: '1',
  input: '3',
  holding: '4',
};

/** The table that an entity number's first digit names. */
export const tableOfDigit = (digit: string): AddressTable | undefined =>
  (Object.keys(ENTITY_DIGITS) as AddressTable[]).find(table => ENTITY_DIGITS[table] === digit);
