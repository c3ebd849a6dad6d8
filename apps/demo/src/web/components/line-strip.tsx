import { LineCard } from './line-card.js';
import { usePanel } from './panel-context.js';

/** The lines of the server. */
export function LineStrip() {
  const panel = usePanel();
  const lines = panel.lines.value;
  return (
    <section class="lines" id="lines" tabIndex={-1} aria-labelledby="lines-title">
      <h2 id="lines-title" class="unseen">
        Lines
      </h2>
      {lines.map(line => (
        <LineCard key={line.id} line={line} />
      ))}
      {lines.length === 0 && (
        <p class="card empty">{panel.loaded.value ? 'The server has no line.' : 'Waiting for the server…'}</p>
      )}
    </section>
  );
}
