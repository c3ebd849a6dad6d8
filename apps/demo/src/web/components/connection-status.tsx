import type { ConnectionState } from '../state/bus.js';
import { Lamp } from './lamp.js';
import { usePanel } from './panel-context.js';

const WORDS: Record<ConnectionState, string> = {
  connecting: 'connecting…',
  open: 'connected',
  lost: 'server lost',
  refused: 'token wanted',
  closed: 'closed',
};

/** Whether the server is there; screen readers hear each change. */
export function ConnectionStatus() {
  const state = usePanel().connection.value;
  const tone = state === 'open' ? 'good' : state === 'connecting' ? 'quiet' : 'alarm';
  return (
    <p class="connection" role="status" aria-label="Server">
      <Lamp on={state !== 'connecting'} tone={tone} />
      {WORDS[state]}
    </p>
  );
}
