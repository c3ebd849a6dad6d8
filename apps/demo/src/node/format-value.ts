import { type InstrumentValues, type PointInfo, type PointValue, withToldUnit } from '../protocol/index.js';

/** A value as people read it: `77.2 °C`, `on`, `over range`. */
export function formatValue(
  value: PointValue | undefined,
  point?: Pick<PointInfo, 'decimals' | 'unit'>,
): string {
  if (value === undefined) return '–';
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (typeof value === 'string') return value;
  const digits = point?.decimals === undefined ? String(value) : value.toFixed(point.decimals);
  return point?.unit === undefined ? digits : `${digits} ${point.unit}`;
}

/** A point of a reading, in the unit that it was read in. */
export function formatPoint(point: PointInfo, read: InstrumentValues): string {
  return formatValue(read.values[point.id], withToldUnit(point, read));
}

/** Columns of equal width, but for the last. */
export function formatRows(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map(row => row[column]?.length ?? 0)));
  return rows.map(row =>
    row
      .map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column]!)))
      .join('  ')
      .trimEnd(),
  );
}
