import type { MeasureOptions } from '../measure.js';
import type { SuiteResult } from '../suite.js';
import { formatTable } from '../table.js';
import { PLAYED_HEAD, playAll, playedCases, playedRows } from './scenario.js';
import { summaryOf } from './score-table.js';

/** RTU over a terminal that nothing slows down: what the program itself costs. */
export async function ptySuite(options: MeasureOptions): Promise<SuiteResult> {
  const played = await playAll(
    [
      {
        ...{ name: 'one pseudo-terminal', peer: 'instant-device', peerArgs: ['1'], turn: 40 },
        task: { medium: 'serial' },
      },
    ],
    options,
  );
  const { toRival, toBare } = summaryOf(played[0]!.summaries, 'ours');
  return {
    title: 'RTU over an unpaced pseudo-terminal',
    text: [
      'Reads of 10 registers, one at a time. There is no wire, so no client keeps a silence here.',
      formatTable(PLAYED_HEAD, playedRows(played)),
    ],
    cases: playedCases(played),
    jsWins: [],
    metrics: { 'pty: rate to best rival': toRival, 'pty: rate to bare descriptor': toBare! },
  };
}
