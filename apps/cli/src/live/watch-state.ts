import type { Key } from './keys.js';

/** What the user has chosen. */
export interface WatchState {
  /** The first row that is shown, from 0. */
  top: number;
  paused: boolean;
  /** Are frames shown? */
  trace: boolean;
  /** Only points whose name contains this are shown. */
  filter: string;
  /** The filter while it is being typed. */
  typed: string | undefined;
}

/** What a key asks for that is beyond the picture. */
export type WatchAction = 'quit' | 'interrupt' | 'suspend' | 'redraw' | 'reset' | 'pause' | 'resume';

export const initialState = (): WatchState => ({
  top: 0,
  paused: false,
  trace: false,
  filter: '',
  typed: undefined,
});

/**
 * What a key does.
 *
 * @param page rows of points that are shown at once.
 * @param rows rows of points that the filter lets through.
 */
export function pressed(state: WatchState, key: Key, page: number, rows: number): WatchAction | undefined {
  if (key === 'ctrl-c') return 'interrupt';
  if (key === 'ctrl-z') return 'suspend';
  if (key === 'ctrl-l') return 'redraw';
  if (state.typed !== undefined) {
    typeFilter(state, state.typed, key);
    return undefined;
  }
  const scroll = scrolls[key];
  if (scroll !== undefined) {
    state.top = Math.max(0, Math.min(scroll(state.top, page, rows), rows - page));
    return undefined;
  }
  return commandOf(state, key);
}

const scrolls: Readonly<Record<Key, (top: number, page: number, rows: number) => number>> = {
  up: top => top - 1,
  down: top => top + 1,
  pageup: (top, page) => top - page,
  pagedown: (top, page) => top + page,
  home: () => 0,
  end: (_, page, rows) => rows - page,
};

function commandOf(state: WatchState, key: Key): WatchAction | undefined {
  switch (key) {
    case 'q':
      return 'quit';
    case 'r':
      return 'reset';
    case 'p':
      state.paused = !state.paused;
      return state.paused ? 'pause' : 'resume';
    case 't':
      state.trace = !state.trace;
      return undefined;
    case '/':
      state.typed = state.filter;
      return undefined;
    case 'escape':
      setFilter(state, '');
      return undefined;
    default:
      return undefined;
  }
}

function typeFilter(state: WatchState, typed: string, key: Key): void {
  if (key === 'enter') setFilter(state, typed);
  else if (key === 'escape') state.typed = undefined;
  else if (key === 'ctrl-u') state.typed = '';
  else if (key === 'backspace') state.typed = [...typed].slice(0, -1).join('');
  else if ([...key].length === 1) state.typed = typed + key;
}

function setFilter(state: WatchState, filter: string): void {
  state.filter = filter;
  state.typed = undefined;
  state.top = 0;
}
