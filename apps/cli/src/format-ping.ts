import { formatTable } from './format-table.js';
import type { PingEvent, PingSummary } from './services/ping-events.js';

interface Named {
  protocol: 'modbus' | 'dcon';
  unit: number;
  address?: string;
}

const nameOf = ({ protocol, unit, address }: Named) =>
  protocol === 'dcon' ? `module ${address}` : `unit ${unit}`;

/** `unit 1  3  12.3 ms`. */
export function formatPingEvent(event: PingEvent): string[] {
  if (event.event === 'summary') return [];
  const what =
    event.event === 'lost'
      ? event.message
      : `${event.roundTrip.toFixed(1)} ms${event.exceptionCode === undefined ? '' : `, refused with exception ${event.exceptionCode}`}`;
  return [`${nameOf(event)}  ${event.number}  ${what}`];
}

const HEAD = ['', 'sent', 'answered', 'silent', 'damaged', 'loss', 'min', 'mean', 'p50', 'p90', 'p99', 'max'];

/** A table of all units; times are in milliseconds. */
export function formatPingSummary({ units }: PingSummary): string[] {
  const rows = units.map(unit => {
    const { sent, answered, silent, damaged, loss, roundTrip: trip } = unit;
    const times = trip === undefined ? [] : [trip.min, trip.mean, trip.p50, trip.p90, trip.p99, trip.max];
    const counts = [sent, answered, silent, damaged].map(String);
    return [nameOf(unit), ...counts, `${loss} %`, ...times.map(time => time.toFixed(1))];
  });
  return ['', ...formatTable([HEAD, ...rows])];
}
