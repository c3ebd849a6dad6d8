export type LampTone = 'good' | 'quiet' | 'warm' | 'cool' | 'alarm';

export interface LampProps {
  readonly on: boolean;
  readonly tone?: LampTone;
}

/** A lamp: lit it is full, dark it is a ring, and an alarm is a triangle. The words stand beside it. */
export function Lamp({ on, tone = 'good' }: LampProps) {
  return (
    <svg class="lamp" viewBox="0 0 20 20" aria-hidden="true" data-on={on} data-tone={tone}>
      {on && tone === 'alarm' ? (
        <path class="lit" d="M10 2.5 18.5 17h-17Z" />
      ) : (
        <>
          {on && <circle class="halo" cx="10" cy="10" r="9" />}
          <circle class={on ? 'lit' : 'dark'} cx="10" cy="10" r="5.5" />
        </>
      )}
    </svg>
  );
}
