import { UsageError } from '@bus/line';
import type { SimulatedInstrument } from '@bus/sim';
import type { FramingName, PortUrl } from '@bus/transport-node';
import { builtInDevice } from './built-in-device.js';
import type { OnWrite, ServedDevice } from './served-device.js';
import { parseDevice } from './written-device.js';

/** What is to be served. */
export interface DeviceChoice {
  /** As on the command line: `remote-io@5`. */
  readonly device?: readonly string[];
  /** Path of a device map. */
  readonly map?: string;
}

/**
 * Makes all devices: those of the map, those that are named, or a temperature controller when nothing is said.
 *
 * @throws {UsageError} a device makes no sense, or two have the same address.
 */
export async function servedDevices(
  { device = [], map }: DeviceChoice,
  onWrite: OnWrite,
): Promise<ServedDevice[]> {
  const devices: ServedDevice[] = [];
  if (map !== undefined) {
    const { loadDeviceMap } = await import('../device-map/load-device-map.js');
    const { mapDevice } = await import('./map-device.js');
    for (const each of (await loadDeviceMap(map)).devices) devices.push(await mapDevice(each, onWrite));
  }
  const named = device.length === 0 && map === undefined ? ['temperature-controller'] : device;
  for (const text of named) devices.push(await builtInDevice(parseDevice(text), onWrite));
  checkAddresses(devices);
  return devices;
}

function checkAddresses(devices: readonly ServedDevice[]): void {
  const taken = new Map<string, string>();
  for (const { name, speaks, instrument } of devices) {
    const address = `${speaks} ${instrument.unit}`;
    const other = taken.get(address);
    if (other !== undefined)
      throw new UsageError(`${other} and ${name} have the same address`, {
        hint: `Give one of them another: ${name}@${speaks === 'dcon' ? '0B' : '5'}.`,
      });
    taken.set(address, name);
  }
  if (devices.length > 1 && devices.some(({ speaks }) => speaks === '232drio'))
    throw new UsageError('a 232DRIO is alone on its cable', { hint: 'Serve it without other devices.' });
}

/**
 * The devices as they stand on the port: Modbus devices in the frames that its URL names.
 *
 * @throws {UsageError} they do not go together on it.
 */
export async function onPort(
  devices: readonly ServedDevice[],
  { kind, framing }: PortUrl,
): Promise<SimulatedInstrument[]> {
  const modbus = devices.filter(({ speaks }) => speaks === 'modbus').map(({ instrument }) => instrument);
  const others = devices.filter(({ speaks }) => speaks !== 'modbus').map(({ instrument }) => instrument);
  if (modbus.length > 0 && others.length > 0 && framing === 'tcp')
    throw new UsageError('Modbus TCP and other protocols do not share a connection', {
      hint: 'Serve them as serial frames: rtu+tcp://… instead of tcp://…',
    });
  if (modbus.length === 0 && kind === 'udp')
    throw new UsageError('only Modbus is served over UDP', { hint: 'Use tcp://… instead.' });
  return [...(await framed(modbus, framing)), ...others];
}

async function framed(
  modbus: readonly SimulatedInstrument[],
  framing: FramingName,
): Promise<readonly SimulatedInstrument[]> {
  if (modbus.length === 0 || framing === 'rtu') return modbus;
  const { asciiFraming, mbapFraming } = await import('@bus/modbus');
  const { overNetwork, reframed } = await import('./reframed.js');
  if (framing === 'tcp') return [overNetwork(modbus, mbapFraming())];
  return modbus.map(instrument => reframed(instrument, asciiFraming()));
}
