// The module for text. It works in the core's memory, which it imports, and allocates nothing.

export { decodeHex, encodeHex } from "./hex";
export { search } from "./search";
