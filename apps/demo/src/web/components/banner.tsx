import { ActionButton } from './action-button.js';
import { FailureNote } from './failure-note.js';
import { usePanel } from './panel-context.js';

const nextAttempt = (wait: number | undefined): string =>
  wait === undefined ? 'trying now.' : `next try in ${Math.max(1, Math.round(wait / 1000))} s.`;

/** Says that the server is lost, or why it could not say what it has. */
export function Banner() {
  const panel = usePanel();
  const state = panel.connection.value;
  if (state === 'lost')
    return (
      <div class="banner">
        <p>
          <strong>The server cannot be reached.</strong>{' '}
          {panel.loaded.value ? 'What you see is what was known before. ' : ''}
          The page goes on by itself as soon as the server is back; {nextAttempt(panel.retryIn.value)}
        </p>
        <ActionButton onPress={() => panel.retryNow()}>Try now</ActionButton>
      </div>
    );
  const problem = panel.problem.value;
  return problem === undefined ? null : (
    <div class="banner">
      <FailureNote failure={problem} />
    </div>
  );
}
