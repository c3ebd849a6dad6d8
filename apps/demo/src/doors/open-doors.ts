import { readFile } from 'node:fs/promises';
import { createSecureContext } from 'node:tls';
import { type Clock, systemClock, TransportError, UsageError } from '@bus/line';
import type { Hub } from '../server/hub.js';
import type { DoorSettings } from '../server/settings/server-settings.js';
import type { Door, House } from './door.js';
import { GuestList } from './guest-list.js';
import { openHttpDoor } from './http-door.js';
import { isLoopback } from './loopback.js';
import { openTcpDoor } from './tcp-door.js';
import { tokenCheck } from './token-check.js';

export interface DoorOptions {
  /** Folder of the web page; its files are read once. */
  readonly webRoot: string;
  /** Hears of mistakes in the server, never of what clients do. */
  readonly onError: (error: unknown) => void;
  readonly clock?: Clock;
}

export interface OpenDoors {
  /** The web page: `http://127.0.0.1:8044`. Its WebSocket is at `/rpc`. */
  readonly httpUrl?: string;
  /** `tcp://127.0.0.1:8045` */
  readonly tcpUrl?: string;
  /** Connections at present. */
  readonly clients: number;
  /** Ends all connections and frees the ports. */
  close(): Promise<void>;
}

/**
 * Lets callers in to a hub: over TCP, and over WebSocket next to the web page.
 *
 * @throws {UsageError} other machines would reach it without a token.
 * @throws {TransportError} `open-failed`: a port is taken, a file cannot be read. No door is open then.
 */
export async function openDoors(hub: Hub, settings: DoorSettings, options: DoorOptions): Promise<OpenDoors> {
  const house = await prepare(hub, settings, options);
  const { httpPort, tcpPort, origins } = settings;
  const open: Door[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(open.map(door => door.close()));
  };
  try {
    const http =
      httpPort === false ? undefined : await openHttpDoor(house, httpPort, options.webRoot, origins);
    if (http) open.push(http);
    const tcp = tcpPort === false ? undefined : await openTcpDoor(house, tcpPort);
    if (tcp) open.push(tcp);
    const { guests } = house;
    return {
      httpUrl: http?.url,
      tcpUrl: tcp?.url,
      get clients() {
        return guests.present;
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function prepare(hub: Hub, settings: DoorSettings, options: DoorOptions): Promise<House> {
  const { host, token, tls, limits } = settings;
  if (token === '') throw new UsageError('the token is empty', { hint: 'Give it at least one character.' });
  if (token === undefined && !isLoopback(host))
    throw new UsageError(`listening on ${host} lets other machines in, and there is no token`, {
      hint: 'Set a token, better with TLS as well, or listen on 127.0.0.1.',
    });
  return {
    hub,
    limits,
    host: host.replace(/^\[(.*)\]$/, '$1'),
    clock: options.clock ?? systemClock,
    onError: options.onError,
    guests: new GuestList(limits.clients),
    isToken: token === undefined ? undefined : tokenCheck(token),
    tls: tls && (await credentials(tls)),
  };
}

async function credentials({ certFile, keyFile }: { readonly certFile: string; readonly keyFile: string }) {
  const pair = { cert: await pem(certFile), key: await pem(keyFile) };
  try {
    createSecureContext(pair);
    return pair;
  } catch (cause) {
    const message = `${certFile} and ${keyFile} cannot be used: ${(cause as Error).message}`;
    const hint = 'Look whether both are PEM, and whether the key belongs to the certificate.';
    throw new TransportError('open-failed', message, { hint, cause });
  }
}

async function pem(file: string): Promise<Buffer> {
  return await readFile(file).catch((cause: Error) => {
    throw new TransportError('open-failed', `${file} cannot be read: ${cause.message}`, {
      hint: 'Look at the path, and whether this user may read the file.',
      cause,
    });
  });
}
