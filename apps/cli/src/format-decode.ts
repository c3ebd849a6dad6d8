import { formatTable } from './format-table.js';
import type { Palette } from './live/palette.js';
import type { DecodedBroken, DecodedFrame, DecodeResult } from './services/decode/decode.js';

/** Frames as tables, broken pieces with the guesses of what they were. */
export function formatDecoded({ parts }: DecodeResult, paint: Palette): string[] {
  return parts.flatMap((part, index) => {
    const gap = index === 0 ? [] : [''];
    if (part.kind === 'echo') return [paint.yellow(`note: ${part.text}`)];
    return [...gap, ...(part.kind === 'frame' ? frameLines(part, paint) : brokenLines(part, paint))];
  });
}

const SIDES = { request: 'request', response: 'answer', unknown: 'request or answer' } as const;

function frameLines(
  { framing, side, bytes, meaning, fields, problems }: DecodedFrame,
  paint: Palette,
): string[] {
  const rows = fields.map(({ offset, bytes: own, name, value, meaning: what, problem }) => [
    String(offset),
    own,
    name,
    value === undefined ? '' : String(value),
    [...(what === undefined ? [] : [what]), ...(problem === undefined ? [] : [`!! ${problem}`])].join('; '),
  ]);
  return [
    paint.bold(`${framing} ${SIDES[side]}: ${meaning}`),
    bytes,
    ...indented(formatTable([['offset', 'bytes', 'field', 'value', 'meaning'], ...rows])),
    ...problems.map(problem => paint.red(`  wrong: ${problem}`)),
  ];
}

function brokenLines({ bytes, guesses, findings }: DecodedBroken, paint: Palette): string[] {
  const told = guesses.flatMap(({ text, framing, bytes: meant, meaning, evidence }) => [
    `  guess: ${text}  ${paint.dim(`(${framing}, ${evidence < 8 ? 'may be chance' : 'likely'})`)}`,
    ...(meant === undefined ? [] : [`         ${meant}  ${meaning ?? ''}`.trimEnd()]),
  ]);
  const line = findings.map(({ text, advice }) => `  guess: ${text}. ${advice ?? ''}`.trimEnd());
  const none = told.length + line.length === 0 ? ['  nothing that it could have been was found'] : [];
  return [paint.red('no frame:'), bytes, ...told, ...line, ...none];
}

const indented = (lines: readonly string[]): string[] => lines.map(line => `  ${line}`);
