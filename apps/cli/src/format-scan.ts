import type { Finding } from './diagnose/finding.js';
import { formatSeconds } from './format-seconds.js';
import type { LineSummary, ScanLineEvent } from './services/scan/line-events.js';
import type { RegistersSummary, ScanRegistersEvent } from './services/scan/register-events.js';
import type { ScanUnitsEvent, UnitFound, UnitProblem, UnitsSummary } from './services/scan/unit-events.js';

const GIVEN_UP = 'The search was given up before its end.';
const questions = {
  holding: 'a read of a holding register',
  input: 'a read of an input register',
  coil: 'a read of a coil',
  discrete: 'a read of a discrete input',
  'server-id': 'function 17',
  identification: 'function 43/14',
  name: '$AAM',
} as const;

/** `unit 5    answers a read of a holding register, 12.3 ms`. */
export function formatUnitEvent(event: ScanUnitsEvent): string[] {
  if (event.event === 'summary') return [];
  const who = event.protocol === 'dcon' ? `module ${event.address}` : `unit ${event.unit}`;
  const what = event.event === 'found' ? foundText(event) : problemText(event);
  return [`${who.padEnd(9)}  ${what}`];
}

function foundText({ asked, exceptionCode, roundTrip, late, name, checksum }: UnitFound): string {
  const time = late ? 'later than it was waited for' : `${roundTrip} ms`;
  if (asked === 'name') return `${name ?? 'a module'}${checksum ? ', checksum on' : ''}, ${time}`;
  const refusal = exceptionCode === undefined ? 'answers' : 'refuses';
  const code = exceptionCode === undefined ? '' : ` (exception ${exceptionCode})`;
  return `${refusal} ${questions[asked]}${code}, ${time}`;
}

function problemText({ guess, sure, message }: UnitProblem): string {
  return `something answers: ${guess} (${sure}): ${message}`;
}

export function formatUnitsSummary({
  found,
  problems,
  asked,
  notes,
  complete,
  elapsed,
}: UnitsSummary): string[] {
  const others = problems === 0 ? '' : `, and ${problems} that cannot be understood`;
  const answer = found + problems === 0 ? 'Nobody answers' : `${found} answer${others}`;
  return [
    `${answer}; ${asked} addresses in ${formatSeconds(elapsed)}.`,
    ...notes,
    ...(complete ? [] : [GIVEN_UP]),
  ];
}

/** `holding   0-9        10 addresses`. */
export function formatRegisterEvent(event: ScanRegistersEvent): string[] {
  if (event.event !== 'range') return [];
  const { table, from, to, readable, reason } = event;
  const range = from === to ? `${from}` : `${from}-${to}`;
  const size = to - from + 1;
  const what = readable ? `${size}` : `${size} of which nobody can tell: ${reason ?? 'no clear answer'}`;
  return [`${table.padEnd(8)}  ${range.padEnd(11)}  ${what}`];
}

export function formatRegistersSummary(summary: RegistersSummary): string[] {
  const { from, to, step, tables, requests, complete, elapsed } = summary;
  const lines = tables.map(({ table, supported, addresses, limit, complete: through }) => {
    if (!supported) return `${table}: the device has no such table`;
    const most = limit === undefined ? '' : `, at most ${limit} at once`;
    return through
      ? `${table}: ${addresses} from ${from} to ${to}${most}`
      : `${table}: ${addresses} so far${most}`;
  });
  return [
    ...lines,
    `${requests} requests in ${formatSeconds(elapsed)}.`,
    ...(step > 1
      ? [`Ranges of fewer than ${step} addresses may have been overlooked: --step 1 finds all.`]
      : []),
    ...(complete ? [] : [GIVEN_UP]),
  ];
}

/** `19200-8E1  rtu: unit 1 answers (certain)`. */
export function formatLineEvent(event: ScanLineEvent): string[] {
  if (event.event === 'summary') return [];
  const setting = `${event.baud}-${event.format}`;
  if (event.event === 'skipped') return [`${setting}  left out: ${event.reason}`];
  if (event.event === 'unreadable') {
    const shown = event.heard === '' ? '' : `: ${event.heard}${event.bytes > 64 ? ' …' : ''}`;
    return [
      `${setting}  ${event.bytes} bytes that cannot be read${shown}`,
      ...event.findings.map(findingLine),
    ];
  }
  const { framing, unit, evidence, sure, frames } = event;
  const who = framing.startsWith('dcon') ? `module ${hexadecimal(unit)}` : `unit ${unit}`;
  const what = evidence === 'answered' ? `${who} answers` : `${frames} frames of others, the first of ${who}`;
  return [`${setting}  ${framing}: ${what} (${sure})`];
}

const hexadecimal = (unit: number) => unit.toString(16).toUpperCase().padStart(2, '0');

function findingLine({ sure, text, advice }: Finding): string {
  return `  ${sure}: ${text}.${advice === undefined ? '' : ` ${advice}`}`;
}

export function formatLineSummary({
  found,
  tried,
  candidates,
  notes,
  complete,
  elapsed,
}: LineSummary): string[] {
  const [first] = found;
  const result = first === undefined ? 'Nothing was found' : `Set --line ${first.baud}-${first.format}`;
  return [
    `${result}; ${tried} of ${candidates} settings in ${formatSeconds(elapsed)}.`,
    ...notes,
    ...(complete ? [] : [GIVEN_UP]),
  ];
}
