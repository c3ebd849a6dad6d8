import { type Transport, UsageError } from '@bus/line';
import { connect } from './connect.js';
import type { Context } from './context.js';
import type { CharacterFormat } from './diagnose/character-format.js';
import type { ConnectionOptions } from './settings.js';

/** A serial port without a line over it: bytes as they are. */
export interface RawPort {
  readonly transport: Transport;
  readonly url: string;
  readonly format: CharacterFormat;
}

/**
 * The serial port that flags, environment and configuration file name, not opened yet.
 *
 * @throws {UsageError} no port is known, it is not serial, or a setting makes no sense.
 */
export async function rawPort(options: ConnectionOptions, context: Context): Promise<RawPort> {
  let made: RawPort | undefined;
  const { transportFor } = await import('@bus/transport-node');
  const { port } = await connect(options, {
    ...context,
    makeTransport: (url, settings) => {
      const { baudRate = 19_200, dataBits = 8, parity = 'none', stopBits = 1 } = settings;
      const transport = (context.makeTransport ?? transportFor)(url, settings);
      made = { transport, url, format: { baudRate, dataBits, parity, stopBits } };
      return transport;
    },
  });
  if (made === undefined || made.transport.medium.characterTime === 0)
    throw new UsageError(`${port.url} is no serial port`);
  return made;
}
