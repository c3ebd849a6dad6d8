/** Milliseconds for which an adaptor may keep bytes back: 16 is what most USB adaptors do, and some for the system. */
export const BATCH_TIME = 20;
/** Characters of the longest answer where nobody can foretell its length. */
export const LONGEST_ANSWER = 256;
