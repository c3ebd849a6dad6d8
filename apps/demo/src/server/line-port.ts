import type { LineOptions, Transport } from '@bus/line';
import {
  type FramingName,
  framingOf,
  type OpenOptions,
  type PortOptions,
  transportFor,
} from '@bus/transport-node';
import type { Plug } from './line-access.js';
import type { LineSettings } from './settings/server-settings.js';

/** What a line stands on: a port that is not open yet. */
export interface LinePort {
  readonly transport: Transport;
  /** The framing that Modbus has there. */
  readonly framing: FramingName;
  readonly plug?: Plug;
}

/**
 * Makes the port of a line.
 *
 * @throws {UsageError} the name of the port or an option is wrong.
 */
export type PortMaker = (settings: LineSettings) => LinePort;

/** Serial ports and network connections, by the names that `@bus/transport-node` knows. */
export const machinePort: PortMaker = ({ port, options }) => ({
  transport: transportFor(port, splitOptions(options).port),
  framing: framingOf(port),
});

/** Every option that is the line's; the others are the port's. */
const lineOptionNames: Readonly<Record<keyof LineOptions, true>> = {
  timeout: true,
  retries: true,
  echo: true,
  lateWindow: true,
  inFlight: true,
  deadUnits: true,
  idleClose: true,
  reconnect: true,
  stale: true,
  onLoss: true,
  holdTime: true,
  clock: true,
  random: true,
};

/** Tells the options of the line from those of its port. */
export function splitOptions(options: OpenOptions): { line: LineOptions; port: PortOptions } {
  const entries = Object.entries(options);
  const ofLine = ([name]: [string, unknown]): boolean => Object.hasOwn(lineOptionNames, name);
  return {
    line: Object.fromEntries(entries.filter(ofLine)),
    port: Object.fromEntries(entries.filter(entry => !ofLine(entry))),
  };
}
