/** `harsh`: every data byte is followed by its complement, so that a corrupted one is recognised. */
export type DrioMode = 'normal' | 'harsh';

/** One question or order to the unit. */
export type DrioCommand =
  | { readonly kind: 'read'; readonly mode: DrioMode }
  | { readonly kind: 'set'; readonly mode: DrioMode; readonly data: number };

export const NORMAL_LEAD = 0x21; // !
export const HARSH_LEAD = 0x23; // #
export const ADDRESS = 0x30; // 0, not changeable
export const READ = 0x52; // R
export const SET = 0x53; // S

/** Bytes of the answer to a read. A set has none. */
export const ANSWER_LENGTH: Readonly<Record<DrioMode, number>> = { normal: 1, harsh: 2 };

export function complement(data: number): number {
  return ~data & 0xff;
}

/**
 * The bytes of a command.
 *
 *     normal   !0R  21 30 52      !0S  21 30 53 data
 *     harsh    #0R  23 30 52      #0S  23 30 53 data ~data
 */
export function encodeCommand(command: DrioCommand): Uint8Array {
  const harsh = command.mode === 'harsh';
  const lead = harsh ? HARSH_LEAD : NORMAL_LEAD;
  if (command.kind === 'read') return Uint8Array.of(lead, ADDRESS, READ);
  const { data } = command;
  return harsh
    ? Uint8Array.of(lead, ADDRESS, SET, data, complement(data))
    : Uint8Array.of(lead, ADDRESS, SET, data);
}

/** The command that these bytes are, or undefined when they are none, are more than one, or have a wrong complement. */
export function decodeCommand(bytes: Uint8Array): DrioCommand | undefined {
  const [lead, address, letter, data, inverse] = bytes;
  if (address !== ADDRESS || (lead !== NORMAL_LEAD && lead !== HARSH_LEAD)) return undefined;
  const mode = lead === HARSH_LEAD ? 'harsh' : 'normal';
  if (letter === READ) return bytes.length === 3 ? { kind: 'read', mode } : undefined;
  if (letter !== SET || data === undefined) return undefined;
  if (mode === 'normal') return bytes.length === 4 ? { kind: 'set', mode, data } : undefined;
  return bytes.length === 5 && inverse === complement(data) ? { kind: 'set', mode, data } : undefined;
}
