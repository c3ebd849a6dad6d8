import { type Signal, signal } from '@preact/signals';
import type { TextStore } from './storage.js';

const KEY = 'bus-demo.theme';

export const themes = ['auto', 'light', 'dark'] as const;
/** `auto` follows the system. */
export type Theme = (typeof themes)[number];

/** The chosen theme, kept for the next visit. */
export class ThemeChoice {
  readonly #store: TextStore;
  readonly theme: Signal<Theme>;

  constructor(store: TextStore) {
    this.#store = store;
    this.theme = signal(themes.find(theme => theme === store.get(KEY)) ?? 'auto');
  }

  choose(theme: Theme): void {
    this.theme.value = theme;
    this.#store.set(KEY, theme);
  }
}
