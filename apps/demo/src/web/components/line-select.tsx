import { usePanel } from './panel-context.js';

export interface LineSelectProps {
  readonly value: string | undefined;
  readonly label: string;
  onChange(line: string): void;
}

/** Chooses a line; not shown where there is only one. */
export function LineSelect({ value, label, onChange }: LineSelectProps) {
  const lines = usePanel().lines.value;
  if (lines.length < 2) return null;
  return (
    <select aria-label={label} value={value} onChange={event => onChange(event.currentTarget.value)}>
      {lines.map(({ id }) => (
        <option key={id} value={id}>
          {id}
        </option>
      ))}
    </select>
  );
}
