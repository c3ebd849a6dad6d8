import type { PointInfo, PointValue } from '../../protocol/index.js';

/** A figure as its point shows it: `77.2`, with a real minus sign. */
export function formatNumber(value: number, decimals?: number): string {
  const text = decimals === undefined ? String(value) : value.toFixed(decimals);
  const unsigned = /^-0(\.0*)?$/.test(text) ? text.slice(1) : text;
  return unsigned.replace('-', '−');
}

/** A point's value in words, with its unit: `77.2 °C`, `on`, `over range`. */
export function formatValue(value: PointValue, point: Pick<PointInfo, 'decimals' | 'unit'>): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (typeof value === 'string') return value;
  const number = formatNumber(value, point.decimals);
  return point.unit === undefined ? number : `${number} ${point.unit}`;
}

/** What `formatAge` says of something younger than three seconds. */
export const JUST_READ = 'just read';

/** How old something is: `just read`, `12 s old`, `3 min old`. */
export function formatAge(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  if (seconds < 3) return JUST_READ;
  if (seconds < 120) return `${seconds} s old`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 120) return `${minutes} min old`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h old` : `${Math.floor(hours / 24)} days old`;
}

/** Time of day on this machine: `12:04:05`, with milliseconds `12:04:05.123`. */
export function formatTime(time: number, milliseconds = false): string {
  const date = new Date(time);
  const two = (part: number) => String(part).padStart(2, '0');
  const text = `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
  return milliseconds ? `${text}.${String(date.getMilliseconds()).padStart(3, '0')}` : text;
}

const grouping = new Intl.NumberFormat('en', { useGrouping: true });

/** A count, grouped so that large ones can be read: `12,345`. */
export const formatCount = (count: number): string => grouping.format(count);
