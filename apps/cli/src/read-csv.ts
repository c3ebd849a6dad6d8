import { csvLine, csvValue } from './csv-line.js';
import type { FailedReading, Reading } from './services/values/reading.js';

const HEADER = 'time,unit,table,address,point,value,symbol,error';

/**
 * Makes the function that prints readings as CSV, a line for each value: the header comes before the first of them.
 *
 * @example readCsv()(reading, '2026-11-21T12:00:00.000Z') // ['time,unit,…', '2026-11-21T12:00:00.000Z,1,holding,289,,77.2,,']
 */
export function readCsv(): (reading: Reading | FailedReading, time: string) => string[] {
  let begun = false;
  return (reading, time) => {
    const lines = rowsOf(reading, time).map(csvLine);
    if (begun) return lines;
    begun = true;
    return [HEADER, ...lines];
  };
}

function rowsOf(reading: Reading | FailedReading, time: string): string[][] {
  const { name = '', unit, table, address, quantity, symbol = '' } = reading;
  const row = (at: number, point: string, value: unknown, error: string): string[] => [
    ...[time, String(unit), table, String(at), point],
    ...[csvValue(value), symbol, error],
  ];
  if ('error' in reading) return [row(address, name, undefined, reading.error.message)];
  const { values } = reading;
  const step = quantity / values.length;
  return values.map((value, index) => {
    const point = name === '' || values.length === 1 ? name : `${name}[${index}]`;
    return row(address + index * step, point, value, '');
  });
}
