/**
 * Whether lines were printed as written: `…` in a line stands for any part of it, `…` alone for any number of lines.
 *
 * @param {string[]} expected
 * @param {string[]} got
 * @returns {boolean}
 */
export function matches(expected, got) {
  const [line, ...rest] = expected;
  if (line === undefined) return got.length === 0;
  if (line.trim() === '…')
    return got.some((_, index) => matches(rest, got.slice(index))) || matches(rest, []);
  return got.length > 0 && matchesLine(line, got[0]) && matches(rest, got.slice(1));
}

function matchesLine(expected, got) {
  const parts = expected
    .trimEnd()
    .split('…')
    .map(part => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(got.trimEnd());
}

/** The lines of an output, without the empty ones at its end. */
export const outputLines = text => {
  const trimmed = text.replaceAll('\r\n', '\n').trimEnd();
  return trimmed === '' ? [] : trimmed.split('\n');
};
