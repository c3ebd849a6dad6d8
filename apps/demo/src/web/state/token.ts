import type { TextStore } from './storage.js';

const KEY = 'bus-demo.token';

/** A page's address, as far as it matters here. */
export interface PageAddress {
  readonly pathname: string;
  readonly search: string;
  readonly hash: string;
}

/**
 * The token of the address (`#token=…`), or the one that this tab came with before. That of the address is kept for the
 * tab and taken out of the address bar, so that it is neither copied with a link nor seen over a shoulder.
 *
 * @param replace shows another address without loading anything.
 */
export function takeToken(
  address: PageAddress,
  store: TextStore,
  replace: (address: string) => void,
): string | undefined {
  const fields = new URLSearchParams(address.hash.replace(/^#/, ''));
  const token = fields.get('token')?.trim();
  if (token === undefined) return store.get(KEY) || undefined;
  replace(address.pathname + address.search);
  if (token === '') return store.get(KEY) || undefined;
  keepToken(token, store);
  return token;
}

/** Keeps a token for as long as the tab lives. */
export function keepToken(token: string, store: TextStore): void {
  store.set(KEY, token);
}
