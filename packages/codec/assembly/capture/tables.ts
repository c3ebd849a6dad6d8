import {
  BYTES_PER_POWER,
  INITIAL_MODULO_Q,
  PERIOD,
  SEQUENCE_AT,
  SEQUENCE_SIZE,
  STATE_AT,
  STATE_KEYS,
  STATE_POWER,
  STATE_SIZE,
  TERMS_AT,
  TRINOMIAL,
} from "../../src/capture/layout";

/** Where the sequence of the initial value begins, less one byte for the power at which counting starts. */
export let initialAt: usize = 0;

/** Builds the tables; once, before anything else. */
export function prepare(): void {
  writeSequence();
  writeTerms();
}

/** The sequence s(m), the coefficient of x^14 in x^m modulo Q, lowest bit of a byte first; its complement behind it. */
function writeSequence(): void {
  let power: u32 = 1;
  for (let i = 0; i < 120; i++) {
    const at = SEQUENCE_AT + (i >> 3);
    store<u8>(at, load<u8>(at) | (((power >> 14) & 1) << (i & 7)));
    power = timesX(power);
  }
  // Q stays a trinomial when x is replaced by x^8: the recurrence of the bits is that of the bytes.
  for (let at: u32 = SEQUENCE_AT; at < <u32>(SEQUENCE_AT + SEQUENCE_SIZE - 15); at++) {
    store<u8>(at, load<u8>(at) ^ load<u8>(at, 1), 15);
  }
  for (let at: u32 = SEQUENCE_AT; at < <u32>(SEQUENCE_AT + SEQUENCE_SIZE); at++) {
    store<u8>(at, ~load<u8>(at), SEQUENCE_SIZE);
  }
}

/** For each byte value, where the windows of its powers begin: zeros, the sequence, or for odd parity its complement. */
function writeTerms(): void {
  store<u32>(TERMS_AT, SEQUENCE_AT + 2 * SEQUENCE_SIZE);
  let power: u32 = 1;
  for (let log = 0, at = 0; log < PERIOD; log++) {
    if (power < 256) {
      const byte = reversed(power);
      const sequence = SEQUENCE_AT + (popcnt(power) & 1) * SEQUENCE_SIZE;
      store<u32>(TERMS_AT + (byte << 2), sequence + at);
    }
    // From 1 to the period: one byte before it is read, too.
    if (power == INITIAL_MODULO_Q) initialAt = SEQUENCE_AT + (at == 0 ? PERIOD - 1 : at - 1);
    power = timesX(power);
    at += BYTES_PER_POWER;
    if (at >= PERIOD) at -= PERIOD;
  }
  if (initialAt == SEQUENCE_AT) initialAt += PERIOD;
}

function timesX(power: u32): u32 {
  power <<= 1;
  return power & 0x8000 ? power ^ TRINOMIAL : power;
}

/** A byte as a polynomial: its lowest bit is x^7. */
function reversed(byte: u32): u32 {
  byte = ((byte & 0x55) << 1) | ((byte >> 1) & 0x55);
  byte = ((byte & 0x33) << 2) | ((byte >> 2) & 0x33);
  return ((byte & 0x0f) << 4) | (byte >> 4);
}

/** Sets the state to that before the first byte. */
export function begin(): void {
  memory.fill(STATE_AT, 0, STATE_SIZE);
  store<u32>(STATE_AT + STATE_POWER, PERIOD - 1);
  store<u16>(STATE_AT + STATE_KEYS, load<u16>(initialAt + PERIOD - 1));
}
