import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { CommandHistory } from '../state/command-history.js';
import { suggestions } from '../state/suggestions.js';
import { ActionButton } from './action-button.js';
import { CommandLog } from './command-log.js';
import { LineSelect } from './line-select.js';
import { usePanel } from './panel-context.js';

/** Sends raw commands, as people do with a terminal program. */
export function CommandBox({ history }: { readonly history: CommandHistory }) {
  const panel = usePanel();
  const field = useRef<HTMLInputElement>(null);
  const chosen = useSignal<string | undefined>(undefined);
  const text = useSignal('');
  const checksum = useSignal(false);
  const lines = panel.lines.value;
  const line = lines.find(({ id }) => id === chosen.value) ?? lines[0];
  const unavailable = panel.connection.value !== 'open' || line === undefined;
  const send = () => {
    const typed = text.value.trim();
    if (unavailable || typed === '') return;
    history.add(typed);
    text.value = '';
    void panel.desk.send(line.id, typed, checksum.value && line.protocol !== '232drio');
  };
  const recall = (command: string | undefined) => {
    if (command !== undefined) text.value = command;
  };
  const infos = panel.instruments.value.map(({ info }) => info);
  return (
    <section class="card command" id="command" tabIndex={-1} aria-labelledby="command-title">
      <header>
        <h2 id="command-title">Command</h2>
        {line?.protocol !== '232drio' && (
          <label class="check">
            <input
              type="checkbox"
              checked={checksum.value}
              onChange={event => {
                checksum.value = event.currentTarget.checked;
              }}
            />
            DCON checksum
          </label>
        )}
        <ActionButton
          quiet
          label="Clear the commands"
          unavailable={panel.desk.entries.value.length === 0}
          onPress={() => panel.desk.clear()}
        >
          Clear
        </ActionButton>
      </header>
      <CommandLog entries={panel.desk.entries.value} several={lines.length > 1} />
      <form
        onSubmit={event => {
          event.preventDefault();
          send();
        }}
      >
        <LineSelect
          label="Line of the command"
          value={line?.id}
          onChange={id => {
            chosen.value = id;
          }}
        />
        <input
          ref={field}
          class="mono"
          aria-label="Command"
          aria-describedby="command-help"
          autoComplete="off"
          autoCapitalize="characters"
          spellcheck={false}
          maxLength={600}
          value={text.value}
          onInput={event => {
            text.value = event.currentTarget.value;
          }}
          onKeyDown={event => {
            if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
            event.preventDefault();
            recall(event.key === 'ArrowUp' ? history.back(text.value) : history.forward());
          }}
        />
        <ActionButton submit unavailable={unavailable || text.value.trim() === ''}>
          Send
        </ActionButton>
      </form>
      {line !== undefined && (
        <div class="chips">
          {suggestions(line, infos).map(suggestion => (
            <button
              key={suggestion}
              type="button"
              class="chip mono"
              aria-label={`Try ${suggestion}`}
              onClick={() => {
                text.value = suggestion;
                field.current?.focus();
              }}
            >
              {suggestion}
            </button>
          ))}
        </div>
      )}
      <p id="command-help" class="note">
        DCON and 232DRIO as text, Modbus as hexadecimal bytes without checksum. ↑ ↓ recall.
      </p>
    </section>
  );
}
