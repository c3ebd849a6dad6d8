import { type BurstRules, compileBurst, type Scanner } from '@bus/codec';
import { type Framing, formatHex, type Medium, type Side, UsageError } from '@bus/line';
import { ANSWER_LENGTH, complement, type DrioMode, decodeCommand } from './drio-command.js';
import { describeRelays, INPUT, KNOWN_BITS } from './drio-state.js';

export interface DrioFramingOptions {
  /** Answers have 1 byte in `normal` mode (the default), 2 in `harsh` mode. */
  mode?: DrioMode;
  /**
   * Milliseconds of silence that must follow an answer before it counts, 20 by default: longer than the 16 ms in which
   * USB adaptors hand bytes on. A byte too many within it spoils the answer. 2 characters are the least.
   */
  quiet?: number;
  /** Milliseconds of silence before a command; 2 characters, and at least 2 ms, by default. */
  gap?: number;
}

/** The unit has no address that could be set; on a line it counts as this one. */
export const DRIO_UNIT = 0;
/** Milliseconds of silence that must follow an answer. */
export const QUIET = 20;
/** Answers that are too long are given to the client up to this length, so that it can say what is wrong with them. */
const LENGTH_MAX = 64;
/** Characters of the longest answer. The unit is deaf while it sends one. */
const ANSWER_CHARACTERS = 2;
/** Milliseconds; the manual states no gap behind a set. */
const LEAST_GAP = 2;

/**
 * Where the answers of a 232DRIO end: they have no start, end or checksum, so an answer is what comes between two
 * silences, and the client counts its bytes. In `harsh` mode, bytes that are not followed by their complements are
 * damaged.
 *
 * @throws {UsageError} a mode or time that makes no sense.
 */
export function drioFraming(options: DrioFramingOptions = {}): Framing {
  const { mode = 'normal', quiet = QUIET, gap } = options;
  if (mode !== 'normal' && mode !== 'harsh')
    throw new UsageError(`mode must be 'normal' or 'harsh', not ${String(mode)}`);
  for (const [name, time] of Object.entries({ quiet, gap: gap ?? 0 })) {
    if (!(time >= 0 && time < 2 ** 31)) throw new UsageError(`${name} must be 0 ms or more, not ${time}`);
  }
  let rules: BurstRules | undefined;
  return {
    name: mode === 'harsh' ? '232drio-harsh' : '232drio',
    unchecked: mode !== 'harsh',
    gap: (medium: Medium) => gap ?? Math.max(LEAST_GAP, ANSWER_CHARACTERS * medium.characterTime),
    // Two bytes of one answer must never stand on two sides of a silence.
    silence: (medium: Medium) => Math.max(quiet, ANSWER_CHARACTERS * medium.characterTime),
    scan(scanner: Scanner, silent: boolean) {
      rules ??= compileBurst({
        lengthMin: ANSWER_LENGTH[mode],
        lengthMax: LENGTH_MAX,
        checksum: mode === 'harsh' ? 'complement' : 'none',
      });
      return scanner.scan(rules, silent);
    },
    describe: (frame, side) => describeDrioFrame(frame, side),
    unitOf: () => DRIO_UNIT,
  };
}

/** What the bytes of a command or an answer mean, for people: `set relay 1 on, relay 2 off`. */
export function describeDrioFrame(frame: Uint8Array, side: Side): string {
  return (
    (side === 'request' ? describeCommand(frame) : describeAnswer(frame)) ?? `unknown: ${formatHex(frame)}`
  );
}

function describeCommand(frame: Uint8Array): string | undefined {
  const command = decodeCommand(frame);
  if (command === undefined) return undefined;
  const what = command.kind === 'read' ? 'read' : `set ${describeRelays(command.data)}`;
  return command.mode === 'harsh' ? `${what}, with complement` : what;
}

function describeAnswer(frame: Uint8Array): string | undefined {
  const [data, inverse] = frame;
  if (data === undefined || frame.length > ANSWER_LENGTH.harsh) return undefined;
  if (inverse !== undefined && inverse !== complement(data)) return undefined;
  const others = data & ~KNOWN_BITS ? `, other bits ${formatHex(Uint8Array.of(data & ~KNOWN_BITS))}` : '';
  return `${describeRelays(data)}, input bit ${data & INPUT ? 1 : 0}${others}`;
}
