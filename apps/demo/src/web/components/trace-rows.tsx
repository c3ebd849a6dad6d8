import { Component } from 'preact';
import { formatTime } from '../state/format.js';
import { frameText } from '../state/frame-text.js';
import type { TraceRow } from '../state/trace-buffer.js';
import { gapText, toneOf } from '../state/trace-filter.js';

/** Rows that are drawn and left out together. */
const BLOCK = 40;

/** Rows in blocks: only the last block changes as frames come, and those out of sight are not laid out. */
export function TraceRows({ rows }: { readonly rows: readonly TraceRow[] }) {
  const blocks = new Map<number, TraceRow[]>();
  for (const row of rows) {
    const number = Math.floor(row.key / BLOCK);
    const block = blocks.get(number);
    if (block === undefined) blocks.set(number, [row]);
    else block.push(row);
  }
  return (
    <>
      {[...blocks].map(([number, block]) => (
        <Block key={number} rows={block} />
      ))}
    </>
  );
}

/** Rows never change and have a key each: blocks of the same first and last row and length are the same. */
class Block extends Component<{ readonly rows: readonly TraceRow[] }> {
  override shouldComponentUpdate({ rows }: { readonly rows: readonly TraceRow[] }): boolean {
    const before = this.props.rows;
    return (
      rows.length !== before.length ||
      rows[0]?.key !== before[0]?.key ||
      rows.at(-1)?.key !== before.at(-1)?.key
    );
  }

  override render() {
    return (
      <div class="block">
        {this.props.rows.map(row => (
          <Row key={row.key} row={row} />
        ))}
      </div>
    );
  }
}

function Row({ row }: { readonly row: TraceRow }) {
  if (row.type === 'gap') return <p class="gap">{gapText(row.missing)}</p>;
  const { time, direction, kind, hex, meaning } = row.frame;
  const text = frameText(hex);
  return (
    <div class="frame" data-tone={toneOf(kind)} data-direction={direction}>
      <time>{formatTime(time, true)}</time>
      <span class="arrow">
        <span aria-hidden="true">{direction === 'sent' ? '→' : '←'}</span>
        <span class="unseen">{direction}</span>
      </span>
      <span class="hex">{hex}</span>
      <span class="meaning">
        {text !== undefined && <span class="text mono">{text}</span>}
        {kind !== 'request' && kind !== 'reply' && <b class="kind">{kind}</b>}
        {meaning !== kind && meaning !== `answer ${text?.slice(1)}` && meaning}
      </span>
    </div>
  );
}
