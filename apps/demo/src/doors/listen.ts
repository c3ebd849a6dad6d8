import type { AddressInfo, Server } from 'node:net';
import { TransportError } from '@bus/line';
import type { House } from './door.js';
import { isLoopback } from './loopback.js';

const hints: Readonly<Record<string, string>> = {
  EADDRINUSE: 'Another program, perhaps this server itself, has the port: end it, or choose another port.',
  EACCES: 'Ports below 1024 are kept for the system: choose a higher one.',
  EADDRNOTAVAIL: 'This machine has no such address.',
  ENOTFOUND: 'Look at the spelling of the host, or give its address.',
};

/**
 * Makes a server listen.
 *
 * @returns its URL.
 * @throws {TransportError} `open-failed`; also where a name for this machine alone stands for another address.
 */
export async function listen(server: Server, house: House, port: number, scheme: string): Promise<string> {
  const { host } = house;
  await new Promise<void>((resolve, reject) => {
    const fail = (cause: NodeJS.ErrnoException): void => {
      const hint = hints[cause.code ?? ''] ?? 'Look at the host and the port.';
      const where = `${scheme}://${inUrl(host)}:${port}`;
      reject(
        new TransportError('open-failed', `${where} cannot be listened on: ${cause.message}`, {
          hint,
          cause,
        }),
      );
    };
    server.once('error', fail);
    server.listen({ host, port }, () => {
      server.off('error', fail);
      server.on('error', house.onError);
      resolve();
    });
  });
  const { address, port: bound } = server.address() as AddressInfo;
  if (house.isToken === undefined && !isLoopback(address)) {
    await new Promise(resolve => server.close(resolve));
    throw new TransportError('open-failed', `${host} is ${address}, which other machines reach`, {
      hint: 'Set a token, or listen on 127.0.0.1.',
    });
  }
  return `${scheme}://${inUrl(host)}:${bound}`;
}

const inUrl = (host: string): string => (host.includes(':') ? `[${host}]` : host);
