import type { Finding } from './judge.ts';
import type { Sample } from './sample.ts';
import { protocols } from './tally.ts';

const mebibytes = (bytes: number): string => (bytes / 2 ** 20).toFixed(2);

/** One sample as a line. */
export function lineOf(sample: Sample): string {
  const { minute, heap, rss, external, descriptors, handles, timers } = sample;
  const calls = protocols.map(protocol => {
    const { answered, errors, p50, p99 } = sample.protocols[protocol];
    const failed = Object.entries(errors).map(([code, count]) => `${count} ${code}`);
    return `${protocol} ${answered} ${p50}/${p99} ms${failed.length > 0 ? ` (${failed.join(', ')})` : ''}`;
  });
  const memory = `heap ${mebibytes(heap)} rss ${mebibytes(rss)} external ${mebibytes(external)} MiB`;
  const open = `fd ${descriptors ?? '?'} handles ${handles} timers ${timers}`;
  return `${minute.toFixed(1).padStart(6)} min  ${memory}  ${open}  ${calls.join('  ')}`;
}

/** All findings as a table. */
export function tableOf(findings: readonly Finding[]): string {
  const rows = findings.map(({ what, first, last, ok }) => {
    const show = /memory|heap/.test(what)
      ? mebibytes
      : (figure: number) => String(Math.round(figure * 10) / 10);
    return [ok ? 'ok' : 'NOT OK', what, show(first), show(last)];
  });
  const table = [['', 'what', 'first', 'last'], ...rows];
  const widths = [0, 1, 2, 3].map(column => Math.max(...table.map(row => row[column]!.length)));
  return table
    .map(row =>
      row
        .map((cell, column) => (column < 2 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
        .join('  '),
    )
    .join('\n');
}
