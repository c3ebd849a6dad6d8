import { ENTITY_DIGITS, MAX_ADDRESS, type TableAddress } from './address.js';

/** Largest number in an entity of five digits. */
const SHORT_ENTITIES = 9999;

const names = {
  coil: 'coil',
  discrete: 'discrete input',
  input: 'input register',
  holding: 'holding register',
};

/**
 * An address for messages: what stands in the frame, and how manuals number it.
 *
 * @example formatAddress({ table: 'holding', address: 289 }) // 'holding register 289 (entity 40290 or 400290)'
 */
export function formatAddress({ table, address }: TableAddress): string {
  if (!(Number.isInteger(address) && address >= 0 && address <= MAX_ADDRESS))
    return `${names[table]} ${address}`;
  return `${names[table]} ${address} (entity ${entityNumbers({ table, address }).join(' or ')})`;
}

/** The entity numbers of an address: with five digits if it has one, and with six. */
export function entityNumbers({ table, address }: TableAddress): string[] {
  const number = String(address + 1);
  const long = ENTITY_DIGITS[table] + number.padStart(5, '0');
  return address < SHORT_ENTITIES ? [ENTITY_DIGITS[table] + number.padStart(4, '0'), long] : [long];
}
