export type { AddressTable, TableAddress } from './address.js';
export { entityNumbers, formatAddress } from './format-address.js';
export {
  type AddressNotation,
  type ParseAddressOptions,
  type ParsedAddress,
  parseAddress,
} from './parse-address.js';
export { parseEntity } from './parse-entity.js';
