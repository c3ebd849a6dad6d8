/**
 * The name that was probably meant: the known one with the fewest wrong letters, when they are few.
 *
 * @example nearest('adress', ['address', 'table']) // 'address'
 */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const wanted = comparable(name);
  let best: string | undefined;
  // One wrong letter in three may be a slip; more is another word.
  let least = Math.floor(wanted.length / 3) + 0.5;
  for (const candidate of known) {
    const wrong = distance(wanted, comparable(candidate));
    if (wrong >= least) continue;
    least = wrong;
    best = candidate;
  }
  return best;
}

const comparable = (name: string) => name.toLowerCase().replace(/[-_ ]/g, '');

/** How many letters must be changed, added, left out or exchanged with their neighbour. */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row += 1) {
    const next = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1];
      const exchanged = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      next[column] = Math.min(
        last[column]! + 1,
        next[column - 1]! + 1,
        last[column - 1]! + (same ? 0 : 1),
        ...(exchanged ? [before[column - 2]! + 1] : []),
      );
    }
    before = last;
    last = next;
  }
  return last[b.length]!;
}
