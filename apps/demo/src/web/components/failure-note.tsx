import type { Failure } from '../state/failure.js';

export interface FailureNoteProps {
  readonly failure: Failure;
  /** What failed: `Output 2`. */
  readonly what?: string;
  onDismiss?(): void;
}

/** What went wrong and what to try, where it happened. */
export function FailureNote({ failure, what, onDismiss }: FailureNoteProps) {
  return (
    <div class="failure" role="alert">
      <p>
        {what !== undefined && <strong>{what}: </strong>}
        {failure.message}
        {failure.hint !== undefined && <span class="hint"> {failure.hint}</span>}
      </p>
      {onDismiss !== undefined && (
        <button
          type="button"
          class="dismiss"
          aria-label={`Dismiss: ${what ?? 'message'}`}
          onClick={onDismiss}
        >
          <svg viewBox="0 0 16 16" aria-hidden="true">
            <path d="M4 4l8 8M12 4l-8 8" />
          </svg>
        </button>
      )}
    </div>
  );
}
