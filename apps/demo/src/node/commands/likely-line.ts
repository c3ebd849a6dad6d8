import type { LineInfo, Protocol } from '../../protocol/index.js';

/**
 * The lines that a raw command may be meant for: only a 232DRIO has commands that begin with `!`, and it has none of the
 * others but those that begin with `#`.
 */
export function likelyLines(
  lines: readonly LineInfo[],
  text: string,
  protocol?: Protocol,
): readonly LineInfo[] {
  const isDrio = ({ protocol: usual }: LineInfo): boolean => usual === '232drio';
  if (protocol === '232drio' || (protocol === undefined && text.startsWith('!'))) return lines.filter(isDrio);
  if (protocol === undefined && text.startsWith('#')) return lines;
  return lines.filter(line => !isDrio(line));
}
