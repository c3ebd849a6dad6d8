import type { MeasureOptions } from '../measure.js';
import type { SuiteResult } from '../suite.js';
import { formatTable } from '../table.js';
import { PLAYED_HEAD, playAll, playedCases, playedRows, type Scenario } from './scenario.js';
import { summaryOf } from './score-table.js';

const SERVERS = [
  { title: 'fast server', peer: 'fast-server', peerArgs: [] },
  { title: 'libmodbus', peer: 'libmodbus-server', peerArgs: ['tcp', '0'] },
] as const;
const DEPTHS = [1, 16, 64];

const scenarios: Scenario[] = SERVERS.flatMap(({ title, peer, peerArgs }) =>
  DEPTHS.map(inFlight => ({
    ...{ name: `${title}, ${inFlight} in flight`, peer, peerArgs, turn: 40 },
    task: { medium: 'tcp', inFlight },
  })),
);

/** Reads over one TCP connection: one at a time, and several at once. */
export async function tcpSuite(options: MeasureOptions): Promise<SuiteResult> {
  const played = await playAll(scenarios, options);
  const metrics = played.flatMap(({ name, summaries }) => {
    const { toRival, toBare } = summaryOf(summaries, 'ours');
    return [
      [`tcp, ${name}: rate to best rival`, toRival],
      [`tcp, ${name}: rate to bare socket`, toBare],
    ];
  });
  return {
    title: 'TCP, one connection',
    text: ['Reads of 10 registers, client and server in processes of their own.', table(played)],
    cases: playedCases(played),
    jsWins: [],
    metrics: Object.fromEntries(metrics),
  };
}

function table(played: Parameters<typeof playedRows>[0]): string {
  return formatTable(PLAYED_HEAD, playedRows(played));
}
