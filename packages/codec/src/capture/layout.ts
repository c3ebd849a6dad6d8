// Every number that both halves of the capture scanner share; the AssemblyScript sources import this very file, so it
// holds nothing but plain integer constants. The mathematics is in docs/codec-capture.md.

// --- The search ----------------------------------------------------------------------------------------------------

/** x has this order modulo the polynomial: 8 · 32767 bits are 32767 bytes. */
export const PERIOD = 32767;
/** Multiplying by x moves this many bytes forward: 8 · 4096 = 32768 = 1 modulo the period. */
export const BYTES_PER_POWER = 4096;
/** Q = x^15 + x + 1, bit k for x^k; the polynomial of the checksum is (x + 1) · Q. */
export const TRINOMIAL = 0x8003;
/** The initial value FFFF modulo Q, bit k for x^k. */
export const INITIAL_MODULO_Q = 0x7ffc;
/** Buckets of the hash table that starts are looked up in. */
export const BUCKETS = 16384;
export const SHORTEST_CANDIDATE = 4;
export const LONGEST_CANDIDATE = 256;
/** Candidates reported for one end; the shortest ones. Keeps a hostile stream from costing more than an honest one. */
export const CANDIDATES_PER_END = 8;
/** Bytes that one call searches at most. */
export const PIECE = 8192;

// --- WASM memory (byte addresses): the first kilobytes are left to the compiler, which puts nothing there -----------
//
//     1024  terms      256 words of 32 bits: where the sequence of each byte value begins
//     4096  state      what a search must remember; its parts below
//    65536  sequence   the packed sequence, two periods; its complement; zeros: 65536 bytes each
//   262144  input     8192 bytes, the piece to search
//   327680  records   8 per byte of input: end and length, 16 bits each

export const MEMORY_PAGES = 9;
export const TERMS_AT = 1024;
export const STATE_AT = 4096;
export const SEQUENCE_AT = 65536;
export const SEQUENCE_SIZE = 65536;
export const INPUT_AT = 262144;
export const RECORDS_AT = 327680;

// --- The state, by offset ------------------------------------------------------------------------------------------

/** The normalised prefix. */
export const STATE_PREFIX = 0;
/** Where in the sequence the next byte's power stands, 0..32766, counting down. */
export const STATE_POWER = 4;
/** Bytes so far, modulo 2^32. */
export const STATE_POSITION = 8;
/** Keys of the last 256 starts, 16 bits each. */
export const STATE_KEYS = 16;
/** The start before each one in the same bucket, 8 bits each. */
export const STATE_PREVIOUS = 528;
/** The newest start in each bucket, 8 bits each. */
export const STATE_NEWEST = 784;
export const STATE_SIZE = 17168;
