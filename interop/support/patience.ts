/**
 * How long something is waited for that must come: on a busy machine everything takes its time, and nothing is proved by how
 * long that is.
 */
export const soon = { timeout: 60_000, interval: 50 };

/** Milliseconds in which a peer must answer that does answer: no machine stands still for so long. */
export const PATIENCE = 20_000;
