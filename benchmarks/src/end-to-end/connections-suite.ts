import type { MeasureOptions } from '../measure.js';
import type { SuiteResult } from '../suite.js';
import { formatTable } from '../table.js';
import { PLAYED_HEAD, playAll, playedCases, playedRows, type Scenario } from './scenario.js';
import { summaryOf } from './score-table.js';

const scenarios: Scenario[] = [
  ...[1, 16, 64, 256].map(
    (connections): Scenario => ({
      name: `${connections} TCP connection${connections === 1 ? '' : 's'}`,
      ...{ peer: 'fast-server', peerArgs: [], connections, turn: 75 },
      task: { medium: 'tcp' },
    }),
  ),
  {
    name: '32 pseudo-terminals',
    ...{ peer: 'instant-device', peerArgs: ['32'], turn: 75 },
    task: { medium: 'serial' },
  },
];

/** Many connections in one process, one read at a time on each. */
export async function connectionsSuite(options: MeasureOptions): Promise<SuiteResult> {
  const played = await playAll(scenarios, options);
  const metrics = played.flatMap(({ name, summaries }) => {
    const ours = summaryOf(summaries, 'ours');
    const rivals = summaries.filter(({ contender }) => contender !== 'ours' && contender !== 'bare');
    const leanest = Math.min(...rivals.map(({ memory }) => memory));
    return [
      [`connections, ${name}: rate to best rival`, ours.toRival],
      [`connections, ${name}: memory to leanest rival`, ours.memory / leanest],
    ];
  });
  return {
    title: 'Many connections',
    text: [
      'Reads of 10 registers over all connections at the same time, one open on each. Memory is that of the whole process.',
      formatTable(PLAYED_HEAD, playedRows(played)),
    ],
    cases: playedCases(played),
    jsWins: [],
    metrics: Object.fromEntries(metrics),
  };
}
