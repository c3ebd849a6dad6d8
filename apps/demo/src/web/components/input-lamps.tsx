import type { PointInfo } from '../../protocol/index.js';
import type { InstrumentState } from '../state/instrument-state.js';
import { Lamp, type LampTone } from './lamp.js';

export interface InputLampsProps {
  readonly instrument: InstrumentState;
  readonly points: readonly PointInfo[];
}

const TONES: Readonly<Record<string, LampTone>> = { alarm: 'alarm', heating: 'warm', cooling: 'cool' };

/** Inputs, and outputs that the instrument switches itself. */
export function InputLamps({ instrument, points }: InputLampsProps) {
  const values = instrument.values.value?.values;
  const heading = points.every(({ role }) => role === 'input') ? 'Inputs' : 'States';
  return (
    <ul class="lamps" aria-label={heading}>
      {points.map(point => {
        const value = values?.[point.id];
        return (
          <li key={point.id} data-on={value === true}>
            <Lamp on={value === true} tone={TONES[point.id] ?? 'good'} />
            <span class="name">{point.title}</span> <b>{wordFor(value)}</b>
          </li>
        );
      })}
    </ul>
  );
}

const wordFor = (value: unknown): string =>
  typeof value === 'boolean' ? (value ? 'on' : 'off') : typeof value === 'string' ? value : '–';
