import type { DoctorEvent, DoctorSummary } from './services/doctor/doctor.js';

const marks = { ok: 'ok', warning: 'note', problem: 'BAD', unknown: '?' } as const;

/** `BAD   permission: /dev/ttyUSB1 may not be opened by this user`, and what to do below it. */
export function formatDoctorEvent(event: DoctorEvent): string[] {
  if (event.event === 'summary') return [];
  const { check, status, sure, text, advice } = event;
  const doubt = sure === 'certain' || status === 'unknown' ? '' : ` (${sure})`;
  const line = `${marks[status].padEnd(4)}  ${check}: ${text}${doubt}`;
  return advice === undefined ? [line] : [line, `      ${advice}`];
}

export function formatDoctorSummary({ problems, warnings }: DoctorSummary): string[] {
  if (problems + warnings === 0) return ['Nothing is wrong, as far as was looked.'];
  const parts = [
    ...(problems === 0 ? [] : [`${problems} ${problems === 1 ? 'problem' : 'problems'}`]),
    ...(warnings === 0 ? [] : [`${warnings} to know of`]),
  ];
  return [`${parts.join(', ')}.`];
}
