/**
 * Deals things out to columns of about the same height, each to the shortest column so far, and keeps their order within a
 * column. Unlike the browser's own columns it does not move a card when another one grows by an error's text.
 *
 * @param height estimated, in any unit.
 * @returns one list per column; some may be empty.
 */
export function columns<T>(things: readonly T[], count: number, height: (thing: T) => number): T[][] {
  const dealt = Array.from({ length: Math.max(1, count) }, () => ({ things: [] as T[], height: 0 }));
  for (const thing of things) {
    const shortest = dealt.reduce((best, column) => (column.height < best.height ? column : best));
    shortest.things.push(thing);
    shortest.height += height(thing);
  }
  return dealt.map(column => column.things);
}
