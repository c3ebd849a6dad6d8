import { useComputed } from '@preact/signals';
import type { InstrumentInfo, PointInfo } from '../../protocol/index.js';
import { type Failure, sentence } from '../state/failure.js';
import { isTrusted, type Lost, type Standing, standing } from '../state/freshness.js';
import type { InstrumentState } from '../state/instrument-state.js';
import type { Panel } from '../state/panel.js';
import { AgeMark } from './age-mark.js';
import { FailureNote } from './failure-note.js';
import { InputLamps } from './input-lamps.js';
import { NumberSetter } from './number-setter.js';
import { OutputSwitches } from './output-switches.js';
import { usePanel } from './panel-context.js';
import { Reading } from './reading.js';

/** One instrument: what it is, what it measures, what it can be told. */
export function InstrumentCard({ instrument }: { readonly instrument: InstrumentState }) {
  const panel = usePanel();
  const { info } = instrument;
  const line = panel.lines.value.find(({ id }) => id === info.line);
  const stand = useStanding(panel, instrument);
  const failure = failureShown(instrument, stand);
  const of = (wanted: (point: PointInfo) => boolean) => info.points.filter(wanted);
  const readings = of(({ kind, writable }) => kind === 'number' && !writable);
  const lamps = of(({ kind, writable }) => kind === 'switch' && !writable);
  const switches = of(({ kind, writable }) => kind === 'switch' && writable);
  const setters = of(({ kind, writable }) => kind === 'number' && writable);
  const comparable = readings.length <= 3 && info.points.some(({ role }) => role === 'set-point');
  const title = `instrument-${info.id}`;
  const props = { instrument, standing: stand };
  return (
    <section
      class="card instrument"
      aria-labelledby={`${title} ${title}-model`}
      data-freshness={stand.freshness}
      data-trusted={isTrusted(stand)}
    >
      <header>
        <h3 id={title}>{info.title}</h3>
        <AgeMark standing={stand} />
        <p class="soft" id={`${title}-model`}>
          {whereText(info)}
          {line?.simulated === true && ' · simulated'}
        </p>
      </header>
      {failure !== undefined && <FailureNote failure={failure} />}
      {readings.length > 0 && (
        <div class="readings" data-many={readings.length > 3}>
          {readings.map((point, index) => (
            <Reading
              key={point.id}
              point={point}
              first={index === 0}
              large={index === 0 && (readings.length === 1 || comparable)}
              {...props}
            />
          ))}
        </div>
      )}
      {setters.length > 0 && (
        <div class="setters" data-many={setters.length > 1}>
          {setters.map(point => (
            <NumberSetter key={point.id} point={point} {...props} />
          ))}
        </div>
      )}
      {switches.length > 0 && <OutputSwitches points={switches} {...props} />}
      {lamps.length > 0 && <InputLamps points={lamps} {...props} />}
    </section>
  );
}

/** `I-7044 · address 02 · rs485`; what the title says already is left out. */
function whereText({ model, title, protocol, address, line }: InstrumentInfo): string {
  const place = address === '' ? [] : [`${protocol === 'modbus' ? 'unit' : 'address'} ${address}`];
  return [...(model === title ? [] : [model]), ...place, line].join(' · ');
}

function useStanding(panel: Panel, instrument: InstrumentState): Standing {
  return useComputed(() =>
    standing(instrument.values.value, panel.now.value, instrument.interval, lostOf(panel, instrument)),
  ).value;
}

function lostOf(panel: Panel, { info }: InstrumentState): Lost | undefined {
  if (panel.connection.value !== 'open') return 'server';
  const state = panel.lines.value.find(({ id }) => id === info.line)?.state;
  return state === 'lost' || state === 'closed' ? 'line' : undefined;
}

/** Why the latest reading failed. What is lost is said where it is: at the line, or above everything. */
function failureShown({ values }: InstrumentState, { freshness }: Standing): Failure | undefined {
  const error = values.value?.error;
  if (error === undefined || freshness === 'lost') return undefined;
  const hint = error.data?.hint;
  return {
    message: sentence(error.message),
    ...(hint === undefined ? {} : { hint: sentence(hint) }),
  };
}
