import { csvTable } from '../document/csv-table.js';
import {
  fault,
  type Located,
  type LocatedEntry,
  type LocatedMap,
  type LocatedScalar,
} from '../document/located.js';
import { nearest } from '../document/nearest.js';
import { pointFields } from './map-shape.js';

const pointColumns = Object.keys(pointFields);
/** The columns of a CSV file. */
export const csvColumns: readonly string[] = ['device', 'unit', 'name', ...pointColumns];

interface Row {
  readonly cells: ReadonlyMap<string, LocatedScalar>;
  readonly first: LocatedScalar;
}

/** A device, as far as its rows have been read. */
interface Device {
  readonly unit: LocatedScalar;
  readonly points: LocatedEntry[];
}

/**
 * A table of points as the document that a YAML file would be: one row per point, with the columns `name`, `unit` and
 * those of a point. The device comes from the column `device`, from a name like `boiler.flow`, or is `unit1` after its
 * address. Limits and defaults of devices can be told in YAML only.
 *
 * @returns undefined when the file is empty.
 * @throws {UsageError} a column is unknown or missing, or rows contradict each other: says where.
 */
export function csvMap(source: string, file: string): Located | undefined {
  const table = csvTable(source, file);
  const corner = table?.head[0];
  if (table === undefined || corner === undefined) return undefined;
  const columns = columnsOf(table.head);
  const devices = new Map<string, Device>();
  for (const cells of table.rows) addRow(devices, rowOf(cells, columns));
  if (devices.size === 0) throw fault(corner.place, 'there is no point below the header');
  const entries = [...devices].map(([name, { unit, points }]): LocatedEntry => {
    const value = mapAt(unit, [
      { key: 'unit', keyPlace: unit.place, value: unit },
      { key: 'points', keyPlace: unit.place, value: mapAt(unit, points) },
    ]);
    return { key: name, keyPlace: points[0]!.keyPlace, value };
  });
  return mapAt(corner, [{ key: 'devices', keyPlace: corner.place, value: mapAt(corner, entries) }]);
}

const mapAt = ({ place }: LocatedScalar, entries: readonly LocatedEntry[]): LocatedMap => ({
  kind: 'map',
  place,
  entries,
});

function columnsOf(head: readonly LocatedScalar[]): string[] {
  const columns = head.map(columnOf);
  const twin = columns.findIndex((column, index) => columns.indexOf(column) !== index);
  if (twin >= 0) throw fault(head[twin]!.place, `there are two columns '${columns[twin]}'`);
  const missing = ['name', 'unit', 'address'].find(column => !columns.includes(column));
  if (missing !== undefined) throw fault(head[0]!.place, `there is no column '${missing}'`);
  return columns;
}

function rowOf(cells: readonly LocatedScalar[], columns: readonly string[]): Row {
  const named = cells.map((cell, index): [string, LocatedScalar] => [columns[index]!, cell]);
  return { cells: new Map(named.filter(([, { value }]) => value !== '')), first: cells[0]! };
}

function addRow(devices: Map<string, Device>, row: Row): void {
  const unit = cellOf(row, 'unit');
  const { place } = cellOf(row, 'name');
  const [name, point] = namesOf(row, unit);
  const device = devices.get(name) ?? { unit, points: [] };
  devices.set(name, device);
  if (device.unit.value !== unit.value) {
    const other = `${device.unit.value} in line ${device.unit.place.line}`;
    throw fault(unit.place, `device '${name}' is unit ${unit.value} here, and ${other}`);
  }
  const twin = device.points.find(({ key }) => key === point);
  if (twin !== undefined) throw fault(place, `'${name}.${point}' stands in line ${twin.keyPlace.line}, too`);
  device.points.push({ key: point, keyPlace: place, value: pointOf(row) });
}

function columnOf(cell: LocatedScalar): string {
  const given = String(cell.value);
  const found = csvColumns.find(column => column.toLowerCase() === given.toLowerCase());
  if (found !== undefined) return found;
  const near = nearest(given, csvColumns);
  throw fault(cell.place, `there is no column '${given}'`, {
    hint: near === undefined ? `The columns are ${csvColumns.join(', ')}.` : `It is spelt ${near}.`,
  });
}

function cellOf({ cells, first }: Row, column: string): LocatedScalar {
  const cell = cells.get(column);
  if (cell !== undefined) return cell;
  throw fault(first.place, `the row has no ${column}`);
}

/** The names of the device and of the point. */
function namesOf(row: Row, unit: LocatedScalar): [device: string, point: string] {
  const name = cellOf(row, 'name');
  const device = row.cells.get('device')?.value;
  if (device !== undefined) return [String(device), String(name.value)];
  const [first = '', ...rest] = String(name.value).split('.');
  return rest.length === 0 ? [`unit${unit.value}`, first] : [first, rest.join('.')];
}

function pointOf({ cells, first }: Row): LocatedMap {
  const entries = pointColumns.flatMap((key): LocatedEntry[] => {
    const cell = cells.get(key);
    return cell === undefined ? [] : [{ key, keyPlace: cell.place, value: cell }];
  });
  return mapAt(first, entries);
}
