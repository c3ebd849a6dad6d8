import { useLayoutEffect, useRef } from 'preact/hooks';
import type { CommandEntry } from '../state/command-desk.js';
import { formatTime } from '../state/format.js';

export interface CommandLogProps {
  readonly entries: readonly CommandEntry[];
  /** True: each entry says which line it went to. */
  readonly several: boolean;
}

/** What was sent and what came of it, the newest at the bottom. */
export function CommandLog({ entries, several }: CommandLogProps) {
  const list = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (list.current !== null && entries.length > 0) list.current.scrollTop = list.current.scrollHeight;
  }, [entries]);
  return (
    <div
      class="log well"
      ref={list}
      role="log"
      aria-label="Answers"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it is scrolled with the keyboard
      tabIndex={0}
      data-empty={entries.length === 0}
    >
      {entries.length === 0 && <p class="soft">Answers appear here. Try one of the commands below.</p>}
      {entries.map(entry => (
        <Entry key={entry.key} entry={entry} several={several} />
      ))}
    </div>
  );
}

function Entry({ entry, several }: { readonly entry: CommandEntry; readonly several: boolean }) {
  const { time, line, text, answer, failure } = entry;
  return (
    <article class="entry">
      <p class="said mono">
        <b>{text}</b>
        <span class="soft">
          {several && `${line} · `}
          <time>{formatTime(time)}</time>
        </span>
      </p>
      {answer === undefined && failure === undefined && <p class="soft">under way…</p>}
      {answer !== undefined && (
        <>
          <p class="bytes mono" data-direction="sent">
            <span class="unseen">sent </span>
            {answer.sent}
          </p>
          {answer.heard !== undefined && (
            <p class="bytes mono" data-direction="received">
              <span class="unseen">heard </span>
              {answer.heard}
            </p>
          )}
          {answer.text !== undefined && <p class="answer mono">{answer.text}</p>}
          <p class="meaning">
            {answer.meaning}{' '}
            <span class="soft">
              {answer.heard === undefined ? 'no answer expected' : `${answer.elapsed.toFixed(1)} ms`}
            </span>
          </p>
        </>
      )}
      {failure !== undefined && (
        <p class="failed">
          {failure.message}
          {failure.hint !== undefined && <span class="hint"> {failure.hint}</span>}
        </p>
      )}
    </article>
  );
}
