import { useSignal } from '@preact/signals';
import { ActionButton } from './action-button.js';
import { FailureNote } from './failure-note.js';

export interface TokenFormProps {
  /** True: the token that was typed is a wrong one. */
  readonly refused: boolean;
  onToken(token: string): void;
}

/** Asks for the token that the server wants. */
export function TokenForm({ refused, onToken }: TokenFormProps) {
  const token = useSignal('');
  return (
    <main class="gate">
      <form
        class="card"
        aria-labelledby="gate-title"
        onSubmit={event => {
          event.preventDefault();
          const typed = token.value.trim();
          if (typed !== '') onToken(typed);
        }}
      >
        <h2 id="gate-title">This server wants a token</h2>
        <p class="soft">
          It was started with <code>--token</code>. Whoever started it can tell you the token; it is kept
          until this tab is closed.
        </p>
        {refused && (
          <FailureNote
            failure={{
              message: 'The server did not accept this token.',
              hint: 'Look for missing characters.',
            }}
          />
        )}
        {/* Password managers ask for it. */}
        <input type="text" autoComplete="username" value="bus demo" readOnly hidden />
        <label class="field">
          Token
          <input
            type="password"
            autoComplete="current-password"
            spellcheck={false}
            value={token.value}
            onInput={event => {
              token.value = event.currentTarget.value;
            }}
          />
        </label>
        <ActionButton submit unavailable={token.value.trim() === ''}>
          Connect
        </ActionButton>
      </form>
    </main>
  );
}
