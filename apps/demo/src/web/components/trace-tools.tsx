import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { formatTime } from '../state/format.js';
import { type TraceChoice, traceKinds, traceText } from '../state/trace-filter.js';
import { ActionButton } from './action-button.js';
import { copyText } from './copy-text.js';
import { LineSelect } from './line-select.js';
import { usePanel } from './panel-context.js';

/** What can be done with the trace: choose, filter, hold, copy, forget. */
export function TraceTools() {
  const { trace } = usePanel();
  const said = useSignal('');
  useEffect(() => {
    if (said.value === '') return;
    const timer = setTimeout(() => {
      said.value = '';
    }, 3000);
    return () => clearTimeout(timer);
  }, [said.value]);
  const copy = async () => {
    const rows = trace.rows.value;
    const copied = await copyText(traceText(rows, time => formatTime(time, true)));
    said.value = copied ? `${rows.length} rows copied` : 'The browser does not let the page copy.';
  };
  return (
    <>
      <header>
        <h2 id="trace-title">Trace</h2>
        <p class="soft" role="status">
          {said.value || (trace.paused.value ? 'paused' : '')}
        </p>
        <ActionButton
          quiet
          pressed={trace.paused.value}
          onPress={() => (trace.paused.value ? trace.resume() : trace.pause())}
        >
          Pause
        </ActionButton>
        <ActionButton
          quiet
          label="Copy the frames"
          unavailable={trace.rows.value.length === 0}
          onPress={() => void copy()}
        >
          Copy
        </ActionButton>
        <ActionButton
          quiet
          label="Clear the frames"
          unavailable={trace.empty.value}
          onPress={() => trace.clear()}
        >
          Clear
        </ActionButton>
      </header>
      <search class="filters" aria-label="Filter the trace">
        <LineSelect
          label="Line of the trace"
          value={trace.line.value}
          onChange={line => trace.choose(line)}
        />
        <select
          aria-label="Kind of frames"
          value={trace.choice.value}
          onChange={event => {
            trace.choice.value = event.currentTarget.value as TraceChoice;
          }}
        >
          {Object.keys(traceKinds).map(kind => (
            <option key={kind} value={kind}>
              {kind}
            </option>
          ))}
        </select>
        <label class="find">
          <span>Find</span>
          <input
            type="search"
            autoComplete="off"
            spellcheck={false}
            aria-label="Find in the trace"
            value={trace.text.value}
            onInput={event => {
              trace.text.value = event.currentTarget.value;
            }}
          />
        </label>
      </search>
    </>
  );
}
