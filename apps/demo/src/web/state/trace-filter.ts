import type { TraceLine } from '../../protocol/index.js';
import type { TraceRow } from './trace-buffer.js';

/** What a frame was, roughly: the colour that it gets. */
export type TraceTone = 'request' | 'reply' | 'aside' | 'trouble';

const TONES: Record<TraceLine['kind'], TraceTone> = {
  request: 'request',
  reply: 'reply',
  echo: 'aside',
  foreign: 'aside',
  stale: 'trouble',
  late: 'trouble',
  wrong: 'trouble',
  damaged: 'trouble',
  noise: 'trouble',
};

/** A kind that a later server may have is shown as trouble: it should be seen. */
export const toneOf = (kind: TraceLine['kind']): TraceTone => TONES[kind] ?? 'trouble';

/** Which tones each choice of the filter lets through. */
export const traceKinds = {
  everything: ['request', 'reply', 'aside', 'trouble'],
  requests: ['request'],
  replies: ['reply'],
  trouble: ['trouble'],
  others: ['aside'],
} as const satisfies Record<string, readonly TraceTone[]>;

export type TraceChoice = keyof typeof traceKinds;

/**
 * The rows that are asked for. Gaps stay only while nothing is left out: between chosen frames something is always missing.
 *
 * @param text looked for in bytes, meaning and kind, whatever its case; bytes also without their spaces.
 */
export function filterTrace(
  rows: readonly TraceRow[],
  choice: TraceChoice,
  text: string,
): readonly TraceRow[] {
  const wanted = text.trim().toLowerCase();
  if (choice === 'everything' && wanted === '') return rows;
  const tones: readonly TraceTone[] = traceKinds[choice];
  const compact = wanted.replace(/\s/g, '');
  return rows.filter(row => {
    if (row.type === 'gap' || !tones.includes(toneOf(row.frame.kind))) return false;
    const { hex, meaning, kind, direction } = row.frame;
    return (
      `${hex}\n${meaning}\n${kind}\n${direction}`.toLowerCase().includes(wanted) ||
      (/^[0-9a-f]+$/.test(compact) && hasBytes(hex, compact))
    );
  });
}

/** Whether bytes occur in a frame, from the beginning of a byte on. @param digits without spaces, in lower case. */
function hasBytes(hex: string, digits: string): boolean {
  const all = hex.toLowerCase().replace(/ /g, '');
  let at = all.indexOf(digits);
  while (at % 2 === 1) at = all.indexOf(digits, at + 1);
  return at !== -1;
}

/** Rows as text, one per line, for the clipboard. @param time says when. */
export function traceText(rows: readonly TraceRow[], time: (milliseconds: number) => string): string {
  return rows
    .map(row =>
      row.type === 'gap'
        ? gapText(row.missing)
        : [
            time(row.frame.time),
            row.frame.direction === 'sent' ? '→' : '←',
            row.frame.kind.padEnd(7),
            `${row.frame.hex}  ${row.frame.meaning}`,
          ].join(' '),
    )
    .join('\n');
}

/** What stands where frames are missing. */
export const gapText = (missing: number | undefined): string =>
  missing === undefined
    ? 'the server was started anew'
    : `${missing} frame${missing === 1 ? '' : 's'} not shown`;
