import type { Medium, Transport } from '@bus/line';
import { ChannelTransport } from './channel-transport.js';
import { formatLineFormat } from './line-format.js';
import { loadBinding, type NativeBinding } from './load-binding.js';
import { characterTime, completeSettings, type SerialSettings } from './serial-settings.js';

/**
 * A serial port. Needs the optional package `serialport`, which is loaded when a port is opened.
 *
 * `write` resolves when the last byte has left the driver; bytes are received all the while. The port is locked, so that
 * no second process mixes its own frames in. An adapter that is unplugged ends in `closed`.
 *
 * @example
 * const line = new Line(serialTransport({ path: '/dev/ttyUSB0', baudRate: 9600, parity: 'even' }));
 *
 * @throws {UsageError} a setting is out of range; thrown here and not by `open`.
 */
export function serialTransport(settings: SerialSettings): Transport {
  return serialTransportWith(settings, loadBinding);
}

/** The same over any binding. */
export function serialTransportWith(settings: SerialSettings, load: () => Promise<NativeBinding>): Transport {
  const all = completeSettings(settings);
  const medium: Medium = {
    name: `${all.path} ${formatLineFormat(all)}`,
    characterTime: characterTime(all),
  };
  return new ChannelTransport(medium, async () => {
    // Loaded on use: a program that speaks over a network does not need it.
    const { openSerialChannel } = await import('./open-serial-channel.js');
    return await openSerialChannel(all, medium, load);
  });
}
