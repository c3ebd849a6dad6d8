import type { StateEvent } from '@bus/line';

/**
 * A listener for the states of a line that passes on what is new: while a lost port is sought again, attempt after attempt
 * fails for the same reason.
 *
 * @param opening is called when the line is opened for the first time.
 * @param tell is called with each state after it that is not the same as one since the line was last open.
 *
 * @example line.on('state', lineNews(() => undefined, ({ state }) => console.log(state)));
 */
export function lineNews(
  opening: (event: StateEvent) => void,
  tell: (event: StateEvent) => void,
): (event: StateEvent) => void {
  const told = new Set<string>();
  let begun = false;
  return event => {
    const { state, reason } = event;
    if (state === 'opening' && !begun) {
      begun = true;
      opening(event);
    }
    if (state === 'opening' && reason === undefined) return;
    if (state === 'open') told.clear();
    const news = `${state} ${reason?.message}`;
    if (told.has(news)) return;
    told.add(news);
    tell(event);
  };
}
