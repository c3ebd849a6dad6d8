import type { ComponentChildren } from 'preact';

export interface ActionButtonProps {
  /** True: it keeps the focus and says that it cannot be used now. */
  readonly unavailable?: boolean;
  readonly quiet?: boolean;
  readonly label?: string | undefined;
  readonly describedBy?: string | undefined;
  readonly pressed?: boolean;
  readonly submit?: boolean;
  onPress?(): void;
  readonly children: ComponentChildren;
}

/** A button that stays in the tab order while it is unavailable, so that the focus is never lost. */
export function ActionButton(props: ActionButtonProps) {
  const { unavailable = false, quiet = false, label, describedBy, pressed, submit = false, children } = props;
  return (
    <button
      type={submit ? 'submit' : 'button'}
      class={quiet ? 'button quiet' : 'button'}
      aria-label={label}
      aria-describedby={describedBy}
      aria-pressed={pressed}
      aria-disabled={unavailable || undefined}
      onClick={event => {
        if (unavailable) event.preventDefault();
        else props.onPress?.();
      }}
    >
      {children}
    </button>
  );
}
