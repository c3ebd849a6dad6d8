import { useRef } from 'preact/hooks';
import { columns } from '../state/columns.js';
import type { InstrumentState } from '../state/instrument-state.js';
import { InstrumentCard } from './instrument-card.js';
import { usePanel } from './panel-context.js';
import { useColumnCount } from './use-column-count.js';

/** Narrower cards are not put side by side, in CSS pixels. */
const CARD_WIDTH = 340;

/** The instruments, one card each. */
export function InstrumentGrid() {
  const panel = usePanel();
  const grid = useRef<HTMLElement>(null);
  const count = useColumnCount(grid, CARD_WIDTH, 4);
  const instruments = panel.instruments.value;
  return (
    <section
      class="instruments"
      id="instruments"
      ref={grid}
      tabIndex={-1}
      aria-labelledby="instruments-title"
    >
      <h2 id="instruments-title" class="unseen">
        Instruments
      </h2>
      {instruments.length > 0 &&
        columns(instruments, count.value, height).map((column, index) => (
          <div class="column" key={index}>
            {column.map(instrument => (
              <InstrumentCard key={instrument.info.id} instrument={instrument} />
            ))}
          </div>
        ))}
      {instruments.length === 0 && panel.loaded.value && <NoInstruments />}
    </section>
  );
}

function NoInstruments() {
  return (
    <div class="card empty">
      <h3>No instruments yet</h3>
      <p>
        Name them when you start the server, for example <code>--instrument dcon:02:7044</code> for an I-7044
        at address 02. Until then the command box reaches everything on the line.
      </p>
    </div>
  );
}

/** About how high its card becomes, in lines of text. */
function height({ info: { points } }: InstrumentState): number {
  const numbers = points.filter(({ kind, writable }) => kind === 'number' && !writable).length;
  const entries = points.filter(({ kind, writable }) => kind === 'number' && writable).length;
  const switches = points.filter(({ kind, writable }) => kind === 'switch' && writable).length;
  const lamps = points.filter(({ kind, writable }) => kind === 'switch' && !writable).length;
  return (
    4 +
    (numbers > 3 ? Math.ceil(numbers / 2) * 3.5 : numbers * 5) +
    entries * 4 +
    Math.ceil(switches / 4) * 4 +
    Math.ceil(lamps / 3) * 2
  );
}
