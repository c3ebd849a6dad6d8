// Every number that JavaScript and AssemblyScript must agree on stands here, once: the AssemblyScript sources import
// this very file. It may therefore hold nothing but plain integer constants.

// --- State of a scanner: 32-bit words, by index --------------------------------------------------------------------

/** Offset of the anchor, the first unread byte. */
export const STATE_START = 0;
/** Offset behind the last byte received. */
export const STATE_END = 1;
/**
 * With length rules: no awaited answer that starts behind the anchor ends here or before. Other searches: offset behind
 * the last byte looked at.
 */
export const STATE_LOOKED = 2;
/** The anchor's verdict cannot change before this offset is reached; 0 for an anchor that nobody has looked at. */
export const STATE_NEED = 3;
/** What the expectations say of the anchor, one of the CLAIM values. */
export const STATE_CLAIM = 4;
/** Number of expectations. */
export const STATE_EXPECTED = 5;
/** Only an anchor at this offset may begin a frame that ends by silence; below 0 when it can be no anchor any more. */
export const STATE_BOUNDARY = 6;
/** Nonzero while a search for delimited or prefixed frames passes over what it cannot read. JavaScript only. */
export const STATE_ASTRAY = 7;
/** How many characters of a delimiter the last bytes looked at are. JavaScript only. */
export const STATE_MATCHED = 8;
/** Normalised checksums are known up to this offset; 0 when there are none. With length rules only. */
export const STATE_FILLED = 9;
/**
 * One more than the number of the anchor's characters whose sums stand in STATE_SUMS; 0 for none. Only for delimited frames in
 * WebAssembly, and only while STATE_LOOKED is behind the anchor.
 */
export const STATE_SUMMED = 10;
/** Four words. */
export const STATE_SUMS = 12;
export const STATE_WORDS = 16;

/** No expectation matches the anchor so far. */
export const CLAIM_NONE = 0;
/** The anchor may be the start of an awaited answer: nothing inside it is looked at. */
export const CLAIM_RESERVED = 1;
/** It was reserved, and is no awaited answer: expectations are no longer asked at this anchor. */
export const CLAIM_LAPSED = 2;
/** The same, because an awaited answer had a wrong checksum. */
export const CLAIM_DAMAGED = 3;

// --- Verdicts on an anchor; a positive one is the length of a frame ------------------------------------------------

export const VERDICT_WAIT = 0;
export const VERDICT_VOID = -1;
/** An awaited answer behind the anchor was recorded. */
export const VERDICT_TAKEN = -2;

// --- Compiled rules: 16-bit words, by index ------------------------------------------------------------------------

export const RULES_ADDRESS_MAX = 0;
export const RULES_LENGTH_MAX = 1;
/** 1 when a sound frame must wait for a candidate that is one byte longer, otherwise 0. */
export const RULES_PREFER_LONGER = 2;
/**
 * 32 bytes: the key bytes with which a frame may begin anywhere, not only at a boundary. Key `k` is bit `k >> 4 & 7` of
 * byte `k & 15` when it is below 128, otherwise of byte `16 + (k & 15)`.
 */
export const RULES_KEYS = 4;
/** 256 words: index of the request rule of each key byte, 0 for none. */
export const RULES_REQUESTS = 20;
/** 256 words: index of the response rule of each key byte, 0 for none. */
export const RULES_RESPONSES = 276;
/** For each key byte QUICK_WORDS that say where its lengths stand. */
export const RULES_QUICK = 532;
/** The rules themselves, RULE_WORDS each, and lengths, LENGTHS_WORDS each. */
export const RULES_BODY = 1556;
export const RULE_FIXED = 0;
/** Offset of the count, 0 when there is none. */
export const RULE_COUNT_AT = 1;
export const RULE_COUNT_BYTES = 2;
export const RULE_COUNT_MIN = 3;
export const RULE_COUNT_MAX = 4;
export const RULE_COUNT_STEP = 5;
/** Offset of the byte that chooses between this rule and another, 0 when there is none. */
export const RULE_WHEN_AT = 6;
export const RULE_WHEN_EQUALS = 7;
/** Index of the rule for all other values of that byte. */
export const RULE_OTHERWISE = 8;
/** Bytes in front of each item's own bytes; 0 when the count is one of bytes, otherwise it is one of items. */
export const RULE_WALK_HEAD = 9;
export const RULE_WALK_FROM = 10;
export const RULE_WALK_LENGTH_AT = 11;
/** 1 when the frame may also end by silence. */
export const RULE_OPEN = 12;
export const RULE_WORDS = 13;

/** Byte offset in the rules of the lengths of requests. */
export const QUICK_REQUESTS = 0;
/** The same of responses. */
export const QUICK_RESPONSES = 1;
/** Offset of the count in requests, and in the upper half of the word that in responses; 0 when there is none. */
export const QUICK_COUNTS = 2;
/**
 * Candidates with more bytes than this have their counts, if they have any. QUICK_NEVER when the lengths do not say all that
 * the rules say.
 */
export const QUICK_KNOWN = 3;
export const QUICK_WORDS = 4;
export const QUICK_NEVER = 65535;

/**
 * Lengths: 256 bytes, two in a word. For each value of the count they hold the length less LENGTH_BASE, or 0 for none.
 * Without a count they are all the same.
 */
export const LENGTHS_WORDS = 128;
/** Every length is greater. */
export const LENGTH_BASE = 3;
/** So many different ones there may be in one set of rules, with those that are all 0. */
export const LENGTHS_MOST = 32;

// --- Sizes (equal to those in scanner.ts; a test compares them) ----------------------------------------------------

export const RECORDS = 64;
export const EXPECTATIONS = 16;
export const WINDOW = 4096;
export const SHORTEST_FRAME = 4;
/** Stands for the length of an awaited answer that ends by silence; sorts behind every real length. */
export const OPEN_LENGTH = 65535;

// --- WASM memory (byte addresses); the compiler puts nothing anywhere ----------------------------------------------
//
//        0  wanted          4 bytes  what has become of the sequence, one of the SEQUENCE values below
//     1024  sum         32783 bytes  what a very long message is collapsed to
//    36864  prefixes     8194 bytes  16 bits for every offset of a window, for one slot at a time
//    45312  starts       1024 bytes  address of the sequence for every byte value, 32 bits each
//    49152  words        1024 bytes  words of a message that is being folded
//    65536  scratch     65536 bytes  data whose checksum is wanted
//   131072  fold        65792 bytes  zeros, then blocks of a long message that is being folded
//   196864  sequence    77828 bytes  the sequence, the same inverted, zeros; js/sequence.ts describes it
//   278528  for text              `text-layout.ts` describes it
//   327680  rules      524288 bytes  compiled rules, one behind the other
//   851968  slots        5376 bytes each, up to the end of the memory:
//                +0     state         16 words of 32 bits
//               +64     expectations  16 entries of 24 bytes: head u64, mask u64, length i32, head length i32
//              +448     records       64 entries of 3 words of 32 bits
//             +1216     window      4096 bytes, then room for a 16-byte load to run over

export const MEMORY_PAGES = 71;
export const WANTED_AT = 0;
export const SUM_AT = 1024;
export const PREFIXES_AT = 36864;
export const STARTS_AT = 45312;
export const WORDS_AT = 49152;
/** Longest message of which words are folded, but not blocks first. */
export const WORDS_SIZE = 1024;
export const SCRATCH_AT = 65536;
export const SCRATCH_SIZE = 65536;
export const FOLD_AT = 131072;
/** Longest message that is folded without being collapsed first. */
export const FOLD_MAX = 65536;
export const SEQUENCE_AT = 196864;
export const RULES_AT = 327680;
export const RULES_SIZE = 524288;
export const SLOTS_AT = 851968;
export const SLOT_SIZE = 5376;
export const SLOT_EXPECTATIONS = 64;
export const SLOT_RECORDS = 448;
export const SLOT_WINDOW = 1216;

export const EXPECTATION_HEAD = 0;
export const EXPECTATION_MASK = 8;
export const EXPECTATION_LENGTH = 16;
export const EXPECTATION_HEAD_LENGTH = 20;
export const EXPECTATION_SIZE = 24;

/** Nobody has asked for the sequence so far. */
export const SEQUENCE_UNWANTED = 0;
/** The next scan would be faster with it. */
export const SEQUENCE_WANTED = 1;
export const SEQUENCE_THERE = 2;
/** The sequence repeats after so many bytes, which are eight periods of bits. */
export const SEQUENCE_PERIOD = 32767;
/** Bytes of it that the addresses of one window reach, with one more for the last 16 bits: period + window + 2. */
export const SEQUENCE_SIZE = 36865;
/** Where the 16 bits begin that stand for the initial value of the checksum, FFFF. */
export const SEQUENCE_INITIAL = 4123;
