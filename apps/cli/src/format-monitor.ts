import { formatTable } from './format-table.js';
import type { Palette } from './live/palette.js';
import type { MonitorStreamEvent, MonitorSummary, MonitorUnit } from './services/monitor/monitor-events.js';

/** Characters of a frame of nine bytes, the usual length; longer ones push the meaning aside. */
const HEX_WIDTH = 27;
/** Bytes of noise that are shown. */
const SHOWN = 3 * 32 - 1;

/** One event for people: time, number, bytes, and what they mean. */
export function formatMonitorEvent(event: MonitorStreamEvent, paint: Palette): string[] {
  switch (event.event) {
    case 'summary':
      return [];
    case 'line':
      return [paint.dim(`-- ${event.medium} is ${event.state}${event.reason ? `: ${event.reason}` : ''}`)];
    case 'noise': {
      const bytes = event.bytes.length > SHOWN ? `${event.bytes.slice(0, SHOWN)} …` : event.bytes;
      const whose = event.damaged === undefined ? 'noise' : `damaged answer to #${event.damaged}?`;
      const guess = event.guess === undefined ? '' : `; a guess: ${event.guess}`;
      return [row(event, '    ?', bytes, paint.yellow(`${whose}${guess}`))];
    }
    case 'unanswered':
      return [
        row(event, paint.red('    ✗'), '', paint.red(`#${event.number} was not answered: ${event.meaning}`)),
      ];
    case 'request': {
      const assumed = event.assumed ? ' (or an answer)' : '';
      return [
        row(event, `#${event.number} →`, event.bytes, `${protocolOf(event)}${event.meaning}${assumed}`),
      ];
    }
    case 'answer': {
      const notes = [
        event.to === undefined ? 'its question was not heard' : `to #${event.to}`,
        ...(event.latency === undefined ? [] : [`after ${event.latency} ms`]),
        ...(event.late ? ['late'] : []),
        ...(event.fits ? [] : ['does not fit']),
      ];
      const bad = event.late || !event.fits || event.refusal !== undefined || event.to === undefined;
      const text = `${protocolOf(event)}${event.meaning}  ${paint.dim(notes.join(', '))}`;
      return [row(event, `#${event.number} ←`, event.bytes, bad ? paint.yellow(text) : text)];
    }
  }
}

const protocolOf = ({ framing }: { framing: string }): string => (framing === 'rtu' ? '' : `${framing}: `);

function row(
  { time, conversation }: { time?: number; conversation?: string },
  mark: string,
  bytes: string,
  text: string,
): string {
  const when = time === undefined ? '' : `${time.toFixed(1).padStart(9)} ms  `;
  const where = conversation === undefined ? '' : `${conversation}  `;
  return `${when}${where}${mark.padStart(7)}  ${bytes.padEnd(HEX_WIDTH)}  ${text}`;
}

const HEAD = [
  '',
  'requests',
  'answered',
  'silent',
  'late',
  'refused',
  'wrong',
  'damaged',
  'stray',
  'min',
  'mean',
  'p50',
  'p90',
  'max',
];

/** What was heard of each unit; latencies are in milliseconds. */
export function formatMonitorSummary(summary: MonitorSummary): string[] {
  const { units, frames, frameBytes, noiseBytes, noisePieces, duration, pcapPackets } = summary;
  const time = duration === undefined ? '' : ` in ${(duration / 1000).toFixed(1)} s`;
  const heard = `${some(frames, 'frame')} of ${some(frameBytes, 'byte')}${time}`;
  const noise = `${some(noiseBytes, 'byte')} of noise in ${some(noisePieces, 'piece')}`;
  const table = units.length === 0 ? [] : ['', ...formatTable([HEAD, ...units.map(unitRow)])];
  return [
    ...table,
    '',
    `${heard}, ${noise}`,
    ...adviceOn(summary),
    ...(pcapPackets === undefined ? [] : [`${some(pcapPackets, 'packet')} written as pcap`]),
  ];
}

/** What to do when there is nothing to be understood. */
function adviceOn({ frames, noiseBytes }: MonitorSummary): string[] {
  if (frames > 0) return [];
  return noiseBytes === 0
    ? ['Nobody talked, or not to this port.']
    : [
        'Look at speed and parity: bus scan line finds them, and bus doctor --listen 2000 tells what is wrong.',
      ];
}

const some = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

function unitRow(unit: MonitorUnit): string[] {
  const { framing, unit: number, conversation, latency } = unit;
  const who =
    number === undefined ? framing : `${framing} ${framing.startsWith('dcon') ? hex(number) : number}`;
  const counts = [
    unit.requests,
    unit.answered,
    unit.unanswered,
    unit.late,
    unit.refusals,
    unit.wrong,
    unit.damaged,
    unit.stray,
  ];
  const times =
    latency === undefined ? [] : [latency.min, latency.mean, latency.p50, latency.p90, latency.max];
  const name = conversation === undefined ? who : `${conversation}  ${who}`;
  return [name, ...counts.map(String), ...times.map(value => value.toFixed(1))];
}

const hex = (address: number): string => address.toString(16).toUpperCase().padStart(2, '0');
