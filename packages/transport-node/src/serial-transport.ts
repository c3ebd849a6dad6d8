import { type Medium, type Transport, TransportError } from '@bus/line';
import type { Channel } from './channel.js';
import { ChannelTransport } from './channel-transport.js';
import { DescriptorChannel } from './descriptor-channel.js';
import { formatLineFormat } from './line-format.js';
import { listPorts } from './list-ports.js';
import { loadBinding, type NativeBinding, type NativePort } from './load-binding.js';
import { lockHolder } from './lock-holder.js';
import { lockedError, openError } from './open-error.js';
import { PortChannel } from './port-channel.js';
import type { PortInfo } from './port-info.js';
import { isPseudoTerminal } from './pseudo-terminal.js';
import type { Rs485Settings } from './rs485.js';
import { Rs485Channel } from './rs485-channel.js';
import {
  type CompleteSerialSettings,
  characterTime,
  completeSettings,
  type SerialSettings,
} from './serial-settings.js';
import { findUsbPort, parseUsbPort } from './usb-port.js';

/** Deviation of the speed that a receiver still tolerates: half a bit within the ten of a character, halved for the far side. */
const SPEED_TOLERANCE = 0.025;

/**
 * A serial port. Needs the optional package `serialport`, which is loaded when a port is opened.
 *
 * `write` resolves when the last byte has left the driver; bytes are received all the while. The port is locked, so that
 * no second process mixes its own frames in. An adapter that is unplugged ends in `closed`; where it is named by its serial
 * number (`usb:A50285BI`) it is found again whatever path it gets.
 *
 * @example
 * const line = new Line(serialTransport({ path: '/dev/ttyUSB0', baudRate: 9600, parity: 'even' }));
 *
 * @throws {UsageError} a setting is out of range; thrown here and not by `open`.
 */
export function serialTransport(settings: SerialSettings): Transport {
  return serialTransportWith(settings, loadBinding);
}

/** The same over any binding, and with any list of the ports that there are. */
export function serialTransportWith(
  settings: SerialSettings,
  load: () => Promise<NativeBinding>,
  list: () => Promise<readonly PortInfo[]> = listPorts,
): Transport {
  const all = completeSettings(settings);
  const usb = parseUsbPort(all.path);
  const medium: Medium = {
    name: `${all.path} ${formatLineFormat(all)}`,
    characterTime: characterTime(all),
  };
  return new ChannelTransport(medium, async () => {
    const path = usb === undefined ? all.path : await findUsbPort(all.path, usb, list);
    return await openChannel({ ...all, path }, medium, load);
  });
}

async function openChannel(
  settings: CompleteSerialSettings,
  medium: Medium,
  load: () => Promise<NativeBinding>,
): Promise<Channel> {
  const binding = await load();
  await checkBefore(settings, medium);
  let port: NativePort;
  try {
    const { rs485, ...own } = settings;
    // When a port is closed its RTS goes low by default, which must not be what switches the driver on.
    port = await binding.open({ ...own, hupcl: rs485?.rtsOnSend !== 'low' });
  } catch (error) {
    if (/cannot lock/i.test((error as Error).message))
      throw lockedError(settings.path, medium.name, await lockHolder(settings.path), error);
    throw await openError(settings.path, medium.name, error);
  }
  await checkSpeed(port, settings, medium);
  const channel = channelOf(port, medium, !(await isPseudoTerminal(settings.path)));
  return settings.rs485 === undefined ? channel : await listening(channel, port, settings.rs485, medium);
}

/** The same port with its driver off. */
async function listening(
  channel: Channel,
  port: NativePort,
  rs485: Required<Rs485Settings>,
  medium: Medium,
): Promise<Channel> {
  const switched = new Rs485Channel(channel, port, rs485, medium.characterTime);
  try {
    await switched.drive(false);
  } catch (cause) {
    await port.close().catch(() => undefined);
    throw new TransportError('open-failed', `${medium.name} has no RTS line that can be set`, {
      facts: { medium: medium.name },
      hint: 'Leave rs485 out, and use an adapter that switches its driver by itself.',
      cause,
    });
  }
  return switched;
}

function channelOf(port: NativePort, medium: Medium, drains: boolean): Channel {
  const { fd, poller } = port;
  if (typeof fd === 'number' && poller !== undefined)
    return new DescriptorChannel(Object.assign(port, { fd, poller }), medium.characterTime, drains);
  return new PortChannel(port);
}

async function checkBefore(settings: CompleteSerialSettings, medium: Medium): Promise<void> {
  if (settings.lock) {
    const holder = await lockHolder(settings.path);
    if (holder) throw lockedError(settings.path, medium.name, holder);
  }
  if ((settings.parity === 'none' && settings.dataBits === 8) || !(await isPseudoTerminal(settings.path)))
    return;
  throw new TransportError('open-failed', `${settings.path} refuses ${formatLineFormat(settings)}`, {
    facts: { medium: medium.name },
    hint: 'It is a pseudo-terminal, which carries 8 data bits without parity only: set it to 8N1.',
  });
}

/** Drivers keep the former speed when they cannot do the one asked for, and say nothing. */
async function checkSpeed(port: NativePort, settings: CompleteSerialSettings, medium: Medium): Promise<void> {
  // Where the speed cannot be read back, the driver has to be believed.
  const { baudRate } = await port.getBaudRate().catch(() => ({ baudRate: 0 }));
  if (baudRate <= 0 || Math.abs(baudRate / settings.baudRate - 1) <= SPEED_TOLERANCE) return;
  await port.close().catch(() => undefined);
  throw new TransportError(
    'open-failed',
    `${settings.path} runs at ${baudRate} baud instead of ${settings.baudRate}`,
    {
      facts: { medium: medium.name },
      hint: 'The adapter cannot do this speed; choose one that it can.',
    },
  );
}
