// What JavaScript and the second module, the one for text, must agree on beside `layout.ts`. Its AssemblyScript sources
// import this very file, so it may hold nothing but plain integer constants.

// --- Compiled text rules: 32-bit words, by index -------------------------------------------------------------------

export const TEXT_LENGTH_MAX = 0;
/** 1 when there are start characters, otherwise 0. */
export const TEXT_HAS_STARTS = 1;
/** The characters that begin a frame; the same one twice when there is one, and the delimiter's first when there is none. */
export const TEXT_START = 2;
export const TEXT_OTHER_START = 3;
/** How many characters the delimiter has, 1 or 2. */
export const TEXT_END_LENGTH = 4;
/** The characters of the delimiter; the same one twice when there is one. */
export const TEXT_END = 5;
export const TEXT_LAST_END = 6;
/** The delimiter as a number of 16 bits, low byte first, and 0xff or 0xffff for as many bits of it as count. */
export const TEXT_END_PAIR = 7;
export const TEXT_END_MASK = 8;
/** One of the CHECKSUM values. */
export const TEXT_CHECKSUM = 9;
/** 1 when any character may stand in a frame, 0 for hexadecimal digits in upper case. */
export const TEXT_ANY = 10;
export const TEXT_WORDS = 12;

/** How many start characters the words have room for. */
export const TEXT_STARTS_MAX = 2;

export const CHECKSUM_NONE = 0;
export const CHECKSUM_LRC = 1;
export const CHECKSUM_SUM = 2;

// --- WASM memory: what `layout.ts` leaves free between the sequence and the compiled rules -------------------------
//
//   278528  pairs       512 bytes  the two digits of each byte, the upper one first
//   279040  numbers     256 bytes  0..255: a vector full of one of them is loaded; in the code it would take 18 bytes
//   279552  masks       128 bytes  64 of 0xff, then 64 of 0: which of 64 characters count
//   280576  rules     32768 bytes  compiled text rules, one behind the other

export const PAIRS_AT = 278528;
export const NUMBERS_AT = 279040;
export const MASKS_AT = 279552;
export const TEXT_RULES_AT = 280576;
export const TEXT_RULES_SIZE = 32768;

/** How many characters the search passes over in one step; so many may be read behind the last one received. */
export const TEXT_STEP = 64;
/** Most bytes that one call of the module turns into digits; digits and bytes share the scratch area. */
export const HEX_PIECE = 16384;
