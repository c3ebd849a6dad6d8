import { isTrusted } from '../state/freshness.js';
import type { PointProps } from './reading.js';

/** One output. It shows what the server read, never what was only asked for. */
export function OutputSwitch({ instrument, point, standing }: PointProps) {
  const write = instrument.write(point);
  const value = instrument.values.value?.values[point.id];
  const pending = write?.pending.value !== undefined;
  const known = typeof value === 'boolean';
  // It is switched to the opposite of what is shown: what is shown must be known.
  const unavailable = !known || !isTrusted(standing);
  return (
    <button
      type="button"
      class="switch"
      role="switch"
      aria-checked={value === true}
      aria-label={point.title}
      aria-busy={pending}
      aria-disabled={unavailable || undefined}
      title={unavailable ? 'Its state is not known at present.' : undefined}
      onClick={() => {
        if (!unavailable && !pending) void write?.run(!value);
      }}
    >
      <span class="name">{point.title}</span>
      <span class="track" data-known={known}>
        <span class="knob" />
      </span>
      <span class="word">{pending ? 'switching…' : known ? (value ? 'on' : 'off') : '–'}</span>
    </button>
  );
}
