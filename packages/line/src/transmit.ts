import type { Transport } from './transport.js';

/**
 * Writes over a transport in the way that costs least.
 *
 * @param done called once, maybe at once; with an error when the bytes could not be sent, also when the transport throws
 *   instead of rejecting.
 */
export function transmit(transport: Transport, bytes: Uint8Array, done: (error?: Error) => void): void {
  try {
    if (transport.transmit) transport.transmit(bytes, done);
    else
      transport.write(bytes).then(
        () => done(),
        (error: unknown) => done(asError(error)),
      );
  } catch (error) {
    done(asError(error));
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
