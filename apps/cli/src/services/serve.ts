import { formatHex, UsageError } from '@bus/line';
import type { FaultRecord } from '@bus/sim';
import type { PortUrl } from '@bus/transport-node';
import type { Context } from '../context.js';
import { envSettings } from '../env-settings.js';
import { EventChannel } from '../event-channel.js';
import type { TakenWrite } from '../serve/served-device.js';
import type { ConnectionOptions } from '../settings.js';

/** What is served, and where. */
export interface ServeServiceOptions extends ConnectionOptions {
  /** `temperature-controller`, `remote-io@5`, `dcon:7044@02`, `drio`; a temperature controller by default. */
  device?: readonly string[];
  /** Path of a device map whose devices are served. */
  map?: string;
  /** What goes wrong: `crc:5%`, `late:200-800:10%@3`. */
  fault?: readonly string[];
  /** A whole number on which the chances depend; 1 by default. */
  seed?: number;
  /** Milliseconds from a request to its answer, at least. */
  delay?: number;
}

/** A device that is served. */
export interface ServedDeviceJson {
  name: string;
  protocol: string;
  unit: number;
}

/** What a simulated device tells. */
export type ServeStreamEvent =
  | { event: 'serving'; time: string; url: string; simulated: true; devices: ServedDeviceJson[] }
  | {
      event: 'write';
      time: string;
      unit: number;
      device: string;
      text: string;
      table?: 'holding' | 'coil';
      address?: number;
      values?: (number | boolean)[];
    }
  | { event: 'fault'; time: string; unit: number; faults: string[]; answer: string; sent: string }
  | { event: 'opened'; time: string; port: string }
  | { event: 'lost'; time: string; port: string; reason?: string }
  | ServeSummary;

/** What came of it. */
export interface ServeSummary {
  event: 'summary';
  time: string;
  writes: number;
  faults: number;
  /** Events that were left out because nobody took them. */
  eventsLeftOut: number;
}

/**
 * Serves simulated devices until the context's signal fires. A serial port that is lost is opened again.
 *
 * @throws {UsageError} something makes no sense. @throws {TransportError} the port cannot be opened, or is taken.
 *
 * @example
 * for await (const event of serve({ port: 'tcp://127.0.0.1:1502', device: ['remote-io'] }, { signal })) console.log(event);
 */
export async function* serve(
  options: ServeServiceOptions,
  context: Context,
): AsyncGenerator<ServeStreamEvent, ServeSummary> {
  const { seed = 1, delay = 0 } = options;
  const port = portOf(options, context);
  const channel = new EventChannel<ServeStreamEvent>();
  const summary: ServeSummary = { event: 'summary', time: '', writes: 0, faults: 0, eventsLeftOut: 0 };
  const { parsePortUrl } = await import('@bus/transport-node');
  const address = parsePortUrl(port);
  const { onPort, servedDevices } = await import('../serve/served-devices.js');
  const devices = await servedDevices(options, write => {
    summary.writes += 1;
    channel.push(writeEvent(write), true);
  });
  const { ServedLines } = await import('../serve/served-line.js');
  const lines = new ServedLines({
    instruments: await onPort(devices, address),
    faults: await plannedFaults(options, address),
    seed,
    delay,
    trace: context.onTrace,
    onFault: record => {
      summary.faults += 1;
      channel.push(faultEvent(record), true);
    },
  });
  const { servePort } = await import('../serve/serve-port.js');
  let first = true;
  const served = await servePort(address, { ...options, port }, lines, context, {
    opened: name => {
      if (!first) channel.push({ event: 'opened', time: now(), port: name }, true);
    },
    lost: (name, reason) => {
      const why = reason === undefined ? {} : { reason: reason.message };
      channel.push({ event: 'lost', time: now(), port: name, ...why }, true);
    },
  });
  first = false;
  const end = () => channel.end();
  context.signal?.addEventListener('abort', end, { once: true });
  if (context.signal?.aborted === true) end();
  try {
    const list = devices.map(({ name, speaks, instrument }) => ({
      name,
      protocol: speaks,
      unit: instrument.unit,
    }));
    yield { event: 'serving', time: now(), url: served.url, simulated: true, devices: list };
    yield* channel.read();
    Object.assign(summary, { time: now(), eventsLeftOut: channel.dropped });
    yield summary;
    return summary;
  } finally {
    context.signal?.removeEventListener('abort', end);
    channel.end();
    await served.close();
  }
}

/** @throws {UsageError} no port is named: the one in a configuration file is where real devices are. */
function portOf(options: ServeServiceOptions, { env = process.env }: Context): string {
  const port = options.port ?? envSettings(env).port;
  const hint = 'Give --port tcp://127.0.0.1:1502, or a serial port such as --port /dev/ttyUSB1.';
  if (port === undefined)
    throw new UsageError('no port to serve on: --port is not given, and BUS_PORT is not set', { hint });
  if (port.startsWith('sim:')) throw new UsageError(`${port} is simulated already`, { hint });
  return port;
}

async function plannedFaults({ fault = [], seed = 1 }: ServeServiceOptions, { framing }: PortUrl) {
  if (!Number.isInteger(seed)) throw new UsageError(`seed must be a whole number, not ${seed}`);
  if (fault.length === 0) return [];
  const sim = await import('@bus/sim');
  const { parseFault } = await import('../serve/parse-fault.js');
  return fault.map(text => {
    const { name, planned } = parseFault(text, sim);
    if (name === 'crc' && framing === 'tcp')
      throw new UsageError('crc spoils a checksum, and Modbus TCP has none: the values would be wrong', {
        hint: 'Use rtu+tcp://…, or another fault.',
      });
    return planned;
  });
}

const now = () => new Date().toISOString();

function writeEvent({ unit, device, text, table, address, values }: TakenWrite): ServeStreamEvent {
  return {
    event: 'write',
    time: now(),
    unit,
    device,
    text,
    ...(table === undefined ? {} : { table }),
    ...(address === undefined ? {} : { address }),
    ...(values === undefined ? {} : { values: [...values] }),
  };
}

function faultEvent({ unit, faults, answer, sent }: FaultRecord): ServeStreamEvent {
  const bytes = sent.map(run => formatHex(run.bytes)).filter(text => text !== '');
  return {
    event: 'fault',
    time: now(),
    unit,
    faults: [...faults],
    answer: formatHex(answer),
    sent: bytes.join(' '),
  };
}
