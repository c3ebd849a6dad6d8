import { Line, type LineOptions } from '@bus/line';
import { type PortOptions, portOptionNames, transportFor } from './transport-for.js';

/** Settings of the port (what its URL leaves out) and of the line over it. */
export interface OpenOptions extends PortOptions, LineOptions {}

/**
 * Opens a port by its URL and returns the line over it. Close the line to free the port.
 *
 * @example
 * const line = await open('/dev/ttyUSB1', { baudRate: 9600, parity: 'even', timeout: 500 });
 *
 * @throws {UsageError} the URL or an option is wrong.
 * @throws {TransportError} `open-failed`, or `driver-missing` when the package `serialport` is needed and absent.
 */
export async function open(url: string, options: OpenOptions = {}): Promise<Line> {
  const entries = Object.entries(options);
  const ofPort = ([name]: [string, unknown]): boolean => portOptionNames.includes(name);
  const portOptions: PortOptions = Object.fromEntries(entries.filter(ofPort));
  const lineOptions: LineOptions = Object.fromEntries(entries.filter(entry => !ofPort(entry)));
  const line = new Line(transportFor(url, portOptions), lineOptions);
  await line.open();
  return line;
}
