import { fileURLToPath } from 'node:url';
import { type Clock, systemClock } from '@bus/line';
import { type OpenDoors, openDoors } from '../doors/index.js';
import type { InstrumentInfo } from '../protocol/index.js';
import { createHub } from './create-hub.js';
import { makeInstrument } from './instruments/make-instrument.js';
import { PollingBoard } from './instruments/polling-board.js';
import type { LineAccess } from './line-access.js';
import { LineOwner, wallClock } from './line-owner.js';
import type { PortMaker } from './line-port.js';
import type { ServerSettings } from './settings/server-settings.js';
import { SimulatedPorts } from './simulation/simulated-ports.js';

export interface StartOptions {
  /** Of the server, as clients are told it. */
  readonly version?: string;
  /** Folder of the built web page. */
  readonly webRoot?: string;
  readonly clock?: Clock;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** On which the chance in the simulation depends. */
  readonly seed?: number;
  /** Makes the ports, in the place of those of this machine, the network and the simulation. */
  readonly makePort?: PortMaker;
  /** Hears of mistakes in the server; by default they go to stderr. */
  readonly report?: (error: unknown) => void;
}

/** A server that runs. */
export interface RunningServer {
  readonly lines: readonly LineAccess[];
  readonly instruments: readonly InstrumentInfo[];
  /** `http://127.0.0.1:8044`; absent where the page is off. */
  readonly httpUrl?: string;
  /** `tcp://127.0.0.1:8045`; absent where TCP is off. */
  readonly tcpUrl?: string;
  /** Ends all connections and frees all ports. */
  close(): Promise<void>;
}

/**
 * Starts the server. A line whose port cannot be opened is tried again and again, and does not keep it from running.
 *
 * @throws {UsageError} a setting makes no sense.
 * @throws {TransportError} `open-failed`: a door can't be opened, such as when its port is taken. Nothing runs then.
 *
 * @example
 * const settings = await readSettings(['--http', '0', '--tcp', '0']);
 * const server = await startServer(settings as ServerSettings);
 * console.log(server.httpUrl);
 * await server.close();
 */
export async function startServer(
  settings: ServerSettings,
  options: StartOptions = {},
): Promise<RunningServer> {
  const { clock = systemClock, now = steadyTime, seed = 1, version = '0.0.0' } = options;
  const { report = error => console.error(error), webRoot = builtPage } = options;
  const simulation = new SimulatedPorts({ clock, seed });
  const makePort = options.makePort ?? simulation.makePort;
  const owners: LineOwner[] = [];
  let board: PollingBoard | undefined;
  let doors: OpenDoors | undefined;
  const close = async (): Promise<void> => {
    await doors?.close();
    board?.close();
    simulation.stop();
    await Promise.all(owners.map(owner => owner.close()));
  };
  try {
    for (const line of settings.lines) owners.push(new LineOwner(line, { makePort, clock, now }));
    board = new PollingBoard(placedOn(owners, settings), { clock, now, report });
    const hub = createHub({ lines: owners, board, version, report, clock, now });
    doors = await openDoors(hub, settings.doors, { webRoot, onError: report, clock });
  } catch (error) {
    await close();
    throw error;
  }
  const { httpUrl, tcpUrl } = doors;
  return {
    lines: owners,
    instruments: board.instruments,
    ...(httpUrl === undefined ? {} : { httpUrl }),
    ...(tcpUrl === undefined ? {} : { tcpUrl }),
    close,
  };
}

/** What ages are told by must not jump with the machine's clock. */
const steadyTime = (): number => Math.round(wallClock());

/** Beside this file's folder, once everything is built. */
const builtPage = fileURLToPath(new URL('../web', import.meta.url));

function placedOn(owners: readonly LineOwner[], { instruments }: ServerSettings) {
  return instruments.map(settings => {
    const line = owners.find(({ id }) => id === settings.line)!;
    return { line, instrument: makeInstrument(settings, line.framing) };
  });
}
