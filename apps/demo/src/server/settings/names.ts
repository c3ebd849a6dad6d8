import { UsageError } from '@bus/line';

const NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$/;

/** What a line, an instrument or a point may be called: nothing that values have before they were read. */
export const isName = (text: string): boolean => NAME.test(text) && !(text in Object.prototype);

/** @throws {UsageError} this can't be the name of anything. */
export function checkName(text: string): string {
  if (isName(text)) return text;
  throw new UsageError(`'${text}' is no name`, {
    hint: 'Names have up to 32 letters, digits, - and _, such as oven or meter-2.',
  });
}

/** Tells `oven=modbus:1` apart into a name and the rest. A `=` further behind belongs to the rest. */
export function splitName(text: string): { name?: string; rest: string } {
  const [, name, rest] = /^([A-Za-z0-9_-]+)=(.+)$/s.exec(text) ?? [];
  return name === undefined || rest === undefined ? { rest: text } : { name: checkName(name), rest };
}

/** The first of some names that is not taken; the last one with a number behind it where all are. */
export function freeName(taken: ReadonlySet<string>, ...wishes: readonly string[]): string {
  const free = wishes.find(wish => !taken.has(wish));
  if (free !== undefined) return free;
  const last = wishes.at(-1)!;
  for (let number = 2; ; number += 1) if (!taken.has(`${last}-${number}`)) return `${last}-${number}`;
}
