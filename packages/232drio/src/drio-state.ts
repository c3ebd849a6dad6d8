/** The two relays: true is energized. */
export interface DrioRelays {
  readonly relay1: boolean;
  readonly relay2: boolean;
}

/** What the unit reports. */
export interface DrioState extends DrioRelays {
  /** True when voltage is at the input, as far as the client's `inputPolarity` is right. */
  readonly input: boolean;
}

/** Which value of the input bit means that voltage is at the input: 1 for `active-high`, 0 for `active-low`. */
export type InputPolarity = 'active-high' | 'active-low';

export const RELAY_1 = 0x01;
export const RELAY_2 = 0x02;
export const INPUT = 0x04;
/** The bits that a set writes, and that a verification compares. */
export const RELAYS = RELAY_1 | RELAY_2;
/** The bits that mean anything in an answer; the manual calls the others "don't care", sent as 0. */
export const KNOWN_BITS = RELAYS | INPUT;

/** The data byte of a set. The input bit and all others are 0. */
export function relayBits({ relay1, relay2 }: DrioRelays): number {
  return (relay1 ? RELAY_1 : 0) | (relay2 ? RELAY_2 : 0);
}

/** What a data byte says of the relays. */
export function relaysOf(data: number): DrioRelays {
  return { relay1: (data & RELAY_1) !== 0, relay2: (data & RELAY_2) !== 0 };
}

/** What the data byte of an answer says. */
export function stateOf(data: number, polarity: InputPolarity = 'active-high'): DrioState {
  return { ...relaysOf(data), input: ((data & INPUT) !== 0) === (polarity === 'active-high') };
}

/** `relay 1 on, relay 2 off`. */
export function describeRelays(data: number): string {
  const { relay1, relay2 } = relaysOf(data);
  return `relay 1 ${relay1 ? 'on' : 'off'}, relay 2 ${relay2 ? 'on' : 'off'}`;
}
