import type { Line } from '@bus/line';

/** A handle for each line that is made once, so that it may remember what it has found out about its device. */
export function perLine<T>(make: (line: Line) => T): (line: Line) => T {
  const handles = new WeakMap<Line, { readonly handle: T }>();
  return line => {
    const known = handles.get(line) ?? { handle: make(line) };
    handles.set(line, known);
    return known.handle;
  };
}
