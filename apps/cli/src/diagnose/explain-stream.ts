import { type CharacterFormat, ones } from './character-format.js';
import type { Finding } from './finding.js';
import { soundFrames } from './sound-frames.js';

/** Fewer bytes than this show no pattern. */
const ENOUGH = 8;
const PRINTABLE = /^[\r\n -~]*$/;

/**
 * What bytes tell of a line whose traffic nobody here knows: sound frames, or in which way they are damaged. Patterns
 * are evidence and no proof, and each finding says how sure it is.
 *
 * @param format what the port was set to while they were heard.
 */
export async function explainStream(
  heard: Uint8Array,
  format: Pick<CharacterFormat, 'baudRate' | 'parity' | 'dataBits'>,
): Promise<Finding[]> {
  const sound = await soundFrames(heard);
  if (sound !== undefined) {
    const others = heard.length - sound.bytes;
    const text = `${sound.frames.length} sound ${sound.framing} frames in ${heard.length} bytes, ${others} others`;
    return [{ check: 'traffic', status: 'ok', sure: sound.certain ? 'certain' : 'likely', text }];
  }
  const patterns = [
    levelOnly(heard),
    tooFast(heard, format),
    await topBitParity(heard),
    lostByParity(heard, format),
  ];
  const found = patterns.filter(finding => finding !== undefined);
  return found.length > 0 ? found.slice(0, 1) : [unreadable(heard)];
}

function problem(check: string, sure: Finding['sure'], text: string, advice: string): Finding {
  return { check, status: 'problem', sure, text, advice };
}

/** A line that rests on the wrong level is heard as a break, which drivers deliver as 00. */
function levelOnly(heard: Uint8Array): Finding | undefined {
  if (heard.length === 0 || !heard.every(byte => byte === 0 || byte === 0xff)) return undefined;
  const zeros = heard.every(byte => byte === 0);
  return problem(
    zeros ? 'polarity' : 'bias',
    'possible',
    `nothing but ${zeros ? '00' : '00 and FF'} was heard (${heard.length} bytes)`,
    zeros
      ? 'The line rests on the wrong level: swap A and B, or give it bias resistors; a much lower baud rate looks the same.'
      : 'Noise on a line without bias, or a much lower baud rate: check the bias resistors, then the baud rate.',
  );
}

/** Text of seven bits with a parity bit, received as eight bits. */
async function topBitParity(heard: Uint8Array): Promise<Finding | undefined> {
  const text = heard.map(byte => byte & 0x7f);
  const marked = heard.filter(byte => byte > 0x7f).length;
  if (heard.length < ENOUGH || marked === 0 || !PRINTABLE.test(String.fromCharCode(...text)))
    return undefined;
  const parity = heard.every(byte => ones(byte) % 2 === 0)
    ? 'even'
    : heard.every(byte => ones(byte) % 2 === 1)
      ? 'odd'
      : undefined;
  if (parity === undefined) return undefined;
  const sure = (await soundFrames(text)) === undefined ? 'likely' : 'certain';
  return problem(
    'data-bits',
    sure,
    `text of 7 data bits with ${parity} parity was heard as 8 bits`,
    `Set --data-bits 7 --parity ${parity}.`,
  );
}

/** How many times faster this end may be than the sender, the most telling first. */
const RATIOS = [8, 6, 4, 3, 2] as const;

/** A receiver that is k times too fast hears every bit k times. */
function tooFast(
  heard: Uint8Array,
  { baudRate, parity, dataBits }: Pick<CharacterFormat, 'baudRate' | 'parity' | 'dataBits'>,
): Finding | undefined {
  // Characters whose stop bit was missing are delivered as 00, or not at all.
  const telling = heard.filter(byte => byte !== 0);
  if (telling.length < ENOUGH || parity !== 'none' || dataBits !== 8) return undefined;
  const ratio = RATIOS.find(k => telling.every(byte => repeats(byte, k)));
  if (ratio === undefined) return undefined;
  const slower = Math.round(baudRate / ratio);
  return problem(
    'baud',
    'likely',
    `every bit of ${telling.length} bytes comes ${ratio} times: the sender is slower`,
    `Set --baud ${slower}, a ${ordinal(ratio)} of ${baudRate}; bus scan line finds out.`,
  );
}

const ordinal = (ratio: number): string =>
  ({ 2: 'half', 3: 'third', 4: 'quarter', 6: 'sixth', 8: 'eighth' })[ratio] ?? `${ratio}th`;

/** Do start bit, data bits and stop bit fall into groups of `k` equal levels? */
function repeats(byte: number, k: number): boolean {
  const levels = [0, ...Array.from({ length: 8 }, (_, bit) => (byte >> bit) & 1), 1];
  return levels.every((level, index) => level === levels[index - (index % k)]);
}

/** A parity bit that is taken for the stop bit lets through only the bytes in which it is 1. */
function lostByParity(
  heard: Uint8Array,
  { parity, dataBits }: Pick<CharacterFormat, 'parity' | 'dataBits'>,
): Finding | undefined {
  const telling = heard.filter(byte => byte !== 0);
  if (telling.length < 2 * ENOUGH || parity !== 'none' || dataBits !== 8) return undefined;
  if (new Set(telling).size < 4) return undefined;
  const sender = telling.every(byte => ones(byte) % 2 === 1)
    ? 'even'
    : telling.every(byte => ones(byte) % 2 === 0)
      ? 'odd'
      : undefined;
  if (sender === undefined) return undefined;
  const kept = sender === 'even' ? 'odd' : 'even';
  return problem(
    'parity',
    'likely',
    `all ${telling.length} bytes have an ${kept} number of ones: others are lost by their parity bit`,
    `Set --parity ${sender}.`,
  );
}

function unreadable(heard: Uint8Array): Finding {
  return problem(
    'traffic',
    'possible',
    `${heard.length} bytes were heard, and no sound frame of RTU, ASCII or DCON in them`,
    'Another baud rate or parity, another protocol, or A and B swapped: try bus scan line.',
  );
}
