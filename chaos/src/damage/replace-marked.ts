/**
 * Puts text between `<!-- name:begin … -->` and `<!-- name:end -->`, in the place of what stands there.
 *
 * @throws {Error} the marks are missing.
 */
export function replaceMarked(page: string, name: string, text: string): string {
  const begin = page.indexOf(`<!-- ${name}:begin`);
  const from = page.indexOf('-->', begin);
  const to = page.indexOf(`<!-- ${name}:end -->`);
  if (begin < 0 || from < 0 || to < from)
    throw new Error(`the page has no marks '${name}:begin' and '${name}:end'`);
  return `${page.slice(0, from + 3)}\n\n${text}\n\n${page.slice(to)}`;
}
