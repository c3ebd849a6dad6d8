import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import { withToldUnit } from '../../protocol/index.js';
import { formatNumber } from '../state/format.js';
import { isTrusted } from '../state/freshness.js';
import { parseNumber, rangeText } from '../state/number-entry.js';
import { ActionButton } from './action-button.js';
import { FailureNote } from './failure-note.js';
import type { PointProps } from './reading.js';

/** A number that can be set: what it is, and a field for what it shall be. */
export function NumberSetter({ instrument, point: described, standing }: PointProps) {
  const point = withToldUnit(described, instrument.values.value);
  const id = useId();
  const write = instrument.write(point);
  /** What was typed; undefined while the field shows the instrument's own value. */
  const draft = useSignal<string | undefined>(undefined);
  const problem = useSignal<string | undefined>(undefined);
  const value = instrument.values.value?.values[point.id];
  const pending = write?.pending.value !== undefined;
  const unavailable = !isTrusted(standing);
  const range = rangeText(point.min, point.max, point.unit);
  const restore = () => {
    draft.value = undefined;
    problem.value = undefined;
  };
  const submit = async () => {
    if (unavailable || pending || draft.value === undefined) return;
    const typed = draft.value;
    const entry = parseNumber(typed, point);
    problem.value = 'problem' in entry ? entry.problem : undefined;
    // Typing that went on meanwhile is kept.
    if ('value' in entry && (await write?.run(entry.value)) && draft.value === typed) restore();
  };
  const failure = write?.failure.value;
  return (
    <form
      class="setter"
      noValidate
      onSubmit={event => {
        event.preventDefault();
        void submit();
      }}
    >
      <label class="name" for={id}>
        {point.title}
      </label>
      <p class="value">
        {typeof value === 'number' ? formatNumber(value, point.decimals) : String(value ?? '–')}
        {typeof value === 'number' && point.unit !== undefined && <span class="unit"> {point.unit}</span>}
        {pending && <span class="word"> setting…</span>}
      </p>
      <div class="entry">
        <input
          id={id}
          type="text"
          inputMode="decimal"
          autoComplete="off"
          size={6}
          aria-describedby={`${id}-note`}
          aria-invalid={problem.value !== undefined}
          readOnly={unavailable}
          value={draft.value ?? (typeof value === 'number' ? formatNumber(value, point.decimals) : '')}
          onInput={event => {
            draft.value = event.currentTarget.value;
            problem.value = undefined;
          }}
          onFocus={event => event.currentTarget.select()}
          onKeyDown={event => {
            if (event.key === 'Escape') restore();
          }}
        />
        <ActionButton
          submit
          quiet={draft.value === undefined}
          unavailable={unavailable || pending}
          label={`Set ${point.title}`}
        >
          Set
        </ActionButton>
      </div>
      <p id={`${id}-note`} class="note" data-problem={problem.value !== undefined} aria-live="polite">
        {problem.value ?? range.trim()}
      </p>
      {failure !== undefined && (
        <FailureNote failure={failure} what={point.title} onDismiss={() => write?.dismiss()} />
      )}
    </form>
  );
}
