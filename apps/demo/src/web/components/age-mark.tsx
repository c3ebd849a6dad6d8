import { type Standing, standingText } from '../state/freshness.js';

/** How old the values are. */
export function AgeMark({ standing }: { readonly standing: Standing }) {
  return (
    <p class="age" data-freshness={standing.freshness}>
      {standingText(standing)}
    </p>
  );
}
