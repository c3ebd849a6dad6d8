import { formatTable } from './format-table.js';
import type { GatewayCount, GatewayStatisticsEvent, GatewayStreamEvent } from './services/gateway.js';

/** An event for people; statistics are told as a table. */
export function formatGatewayEvent(event: GatewayStreamEvent): string[] {
  switch (event.event) {
    case 'listening':
      return [`listening on ${event.url}`];
    case 'line':
      return [`${event.time}  ${event.medium} is ${event.state}${event.reason ? `: ${event.reason}` : ''}`];
    case 'client-refused':
      return [`${event.time}  ${event.client || 'a client'} was refused: ${event.reason}`];
    case 'request':
      return [`${event.time}  ${requestText(event)}`];
    case 'error':
      return [`${event.time}  mistake: ${event.reason}`];
    case 'statistics':
      return formatGatewayStatistics(event);
  }
}

function requestText(event: Extract<GatewayStreamEvent, { event: 'request' }>): string {
  const {
    client = 'somebody',
    unit,
    target,
    line,
    description,
    outcome,
    exceptionCode,
    elapsed,
    age,
    reason,
  } = event;
  const way = line === undefined ? '' : ` → ${line}${target === unit ? '' : ` unit ${target}`}`;
  const code = exceptionCode === undefined ? '' : `, exception ${exceptionCode}`;
  const aged = age === undefined ? '' : `, ${age} ms old`;
  const why = reason === undefined ? '' : `: ${reason}`;
  return `${client}  unit ${unit}${way}  ${description}  ${outcome}${code}${aged}, ${elapsed} ms${why}`;
}

/** Who asked how much, and what came of it. */
export function formatGatewayStatistics({ total, clients, units }: GatewayStatisticsEvent): string[] {
  const head = ['', 'requests', 'writes', 'outcomes', 'mean ms', 'max ms', 'oldest answer ms'];
  const rows = [
    row('all', total),
    ...clients.map(count => row(`client ${count.of}`, count)),
    ...units.map(count => row(`unit ${count.of}`, count)),
  ];
  return formatTable([head, ...rows]);
}

function row(name: string, count: GatewayCount): string[] {
  const { requests, writes, outcomes, elapsedSum, elapsedMax, oldestAnswer } = count;
  const what = Object.entries(outcomes).map(([outcome, times]) => `${outcome} ${times}`);
  return [
    name,
    String(requests),
    String(writes),
    what.join(', ') || '-',
    (requests === 0 ? 0 : elapsedSum / requests).toFixed(1),
    elapsedMax.toFixed(1),
    oldestAnswer.toFixed(0),
  ];
}
