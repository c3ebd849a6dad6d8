import { useSignal } from '@preact/signals';
import { ActionButton } from './action-button.js';

/** Asks for the token that the server wants. */
export function TokenForm({ onToken }: { onToken(token: string): void }) {
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
