import { useRef } from 'preact/hooks';
import { ActionButton } from './action-button.js';
import { usePanel } from './panel-context.js';
import { TraceRows } from './trace-rows.js';
import { TraceTools } from './trace-tools.js';
import { useFollow } from './use-follow.js';

/** Every frame on the chosen line, explained; the newest at the bottom. */
export function TraceView() {
  const { trace } = usePanel();
  const list = useRef<HTMLDivElement>(null);
  const rows = trace.rows.value;
  const { follows, toEnd, handlers } = useFollow(list, rows);
  return (
    <section class="card trace" id="trace" tabIndex={-1} aria-labelledby="trace-title">
      <TraceTools />
      <div class="screen">
        <div
          class="well frames mono"
          ref={list}
          role="log"
          aria-live="off"
          aria-label="Frames"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: it is scrolled with the keyboard
          tabIndex={0}
          {...handlers}
        >
          {rows.length === 0 && (
            <p class="soft">{trace.empty.value ? 'Nothing on the wire yet.' : 'No frame fits the filter.'}</p>
          )}
          <TraceRows rows={rows} />
        </div>
        {!follows.value && (
          <div class="newest">
            <ActionButton
              onPress={() => {
                toEnd();
                list.current?.focus();
              }}
            >
              ↓ Newest
            </ActionButton>
          </div>
        )}
      </div>
    </section>
  );
}
