/** Makes texts stand out on a terminal. */
export interface Palette {
  bold(text: string): string;
  dim(text: string): string;
  red(text: string): string;
  yellow(text: string): string;
  inverse(text: string): string;
}

const codes = { bold: [1, 22], dim: [2, 22], red: [31, 39], yellow: [33, 39], inverse: [7, 27] } as const;

/** @param colours false: everything stays as it is. */
export function palette(colours: boolean): Palette {
  const paint = (name: keyof typeof codes) => (text: string) =>
    colours ? `\u001b[${codes[name][0]}m${text}\u001b[${codes[name][1]}m` : text;
  return {
    bold: paint('bold'),
    dim: paint('dim'),
    red: paint('red'),
    yellow: paint('yellow'),
    inverse: paint('inverse'),
  };
}

/** Are colours wanted? `FORCE_COLOR` and `NO_COLOR` decide, the former first; else whether it is a terminal. */
export function wantsColours(env: Readonly<Record<string, string | undefined>>, isTTY: boolean): boolean {
  const { FORCE_COLOR: force, NO_COLOR: no, TERM: term } = env;
  if (force !== undefined && force !== '') return force !== '0' && force !== 'false';
  return isTTY && !no && term !== 'dumb';
}
