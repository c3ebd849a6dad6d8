import { useSignal } from '@preact/signals';
import type { LineCounters, LineInfo } from '../../protocol/index.js';
import { type Failure, failureOf, sentence } from '../state/failure.js';
import { formatCount } from '../state/format.js';
import { ActionButton } from './action-button.js';
import { FailureNote } from './failure-note.js';
import { Lamp } from './lamp.js';
import { usePanel } from './panel-context.js';

const WORDS: Record<LineInfo['state'], string> = {
  open: 'open',
  opening: 'opening…',
  lost: 'lost',
  closed: 'closed',
};

const COUNTERS: readonly {
  readonly id: keyof LineCounters;
  readonly name: string;
  readonly rest?: string;
  readonly bad: boolean;
}[] = [
  { id: 'sent', name: 'sent', bad: false },
  { id: 'answered', name: 'answered', bad: false },
  { id: 'waiting', name: 'waiting', bad: false },
  { id: 'timeouts', name: 'time-outs', bad: true },
  { id: 'checksumErrors', name: 'checksum', rest: 'errors', bad: true },
  { id: 'noiseBytes', name: 'noise', rest: 'bytes', bad: true },
  { id: 'losses', name: 'losses', bad: true },
];

/** One line: its state, what was counted, and the plug of a simulated one. */
export function LineCard({ line }: { readonly line: LineInfo }) {
  const panel = usePanel();
  const title = `line-${line.id}`;
  const known = panel.connection.value === 'open';
  const tone = line.state === 'open' ? 'good' : line.state === 'lost' ? 'alarm' : 'quiet';
  return (
    <section class="card line" aria-labelledby={title} data-state={known ? line.state : 'unknown'}>
      <header>
        <h3 id={title}>{line.id}</h3>
        {line.simulated && <span class="badge">simulated</span>}
        <p class="state" role="status" aria-label={`State of ${line.id}`}>
          <Lamp on={known && (line.state === 'open' || line.state === 'lost')} tone={tone} />
          {known ? WORDS[line.state] : 'unknown'}
        </p>
        {line.pluggable && <Plug line={line} />}
      </header>
      <p class="medium mono">{line.medium}</p>
      {known && line.state !== 'open' && line.reason !== undefined && (
        <p class="reason">{sentence(line.reason)}</p>
      )}
      <dl class="counters">
        {COUNTERS.map(({ id, name, rest, bad }) => (
          <div key={id} data-count={line.counters[id] === 0 ? 'none' : bad ? 'bad' : 'good'}>
            <dt>
              {name}
              {rest !== undefined && <span class="unseen"> {rest}</span>}
            </dt>
            <dd>{formatCount(line.counters[id])}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Plug({ line }: { readonly line: LineInfo }) {
  const panel = usePanel();
  const busy = useSignal(false);
  const failure = useSignal<Failure | undefined>(undefined);
  const pulled = line.state === 'lost' || line.state === 'closed';
  const press = async () => {
    busy.value = true;
    failure.value = undefined;
    try {
      await panel.plug(line.id, pulled);
    } catch (error) {
      failure.value = failureOf(error);
    } finally {
      busy.value = false;
    }
  };
  return (
    <>
      <ActionButton
        quiet
        unavailable={busy.value || panel.connection.value !== 'open'}
        label={`${pulled ? 'Plug in' : 'Unplug'} ${line.id}`}
        onPress={() => void press()}
      >
        {pulled ? 'Plug in' : 'Unplug'}
      </ActionButton>
      {failure.value !== undefined && <FailureNote failure={failure.value} what={line.id} />}
    </>
  );
}
