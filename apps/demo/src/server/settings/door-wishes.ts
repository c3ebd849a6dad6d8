import { randomBytes } from 'node:crypto';
import { UsageError } from '@bus/line';
import { isLoopback } from '../../doors/loopback.js';
import type { DoorLimits, DoorSettings } from './server-settings.js';
import type { Wishes } from './wishes.js';

/** Characters of a token that other machines may try to guess, at least, and of any at most. */
const [SAFE_TOKEN, LONGEST_TOKEN] = [16, 1024];

/** What suits a handful of people and programs. */
export const usualLimits: DoorLimits = {
  messageBytes: 65_536,
  clients: 32,
  callsPerSecond: 100,
  openCalls: 64,
  bufferedBytes: 1_048_576,
  patience: 10_000,
};

/**
 * How others reach the server.
 *
 * @param freshToken makes one, for a hint.
 * @throws {UsageError} it would be open to other machines without a good token, or a setting makes no sense.
 */
export function doorSettings(wishes: Wishes, freshToken = randomToken): DoorSettings {
  const { host = '127.0.0.1', http = 8044, tcp = 8045, token, origins = [] } = wishes;
  checkToken(host, token, freshToken);
  if (http === false && tcp === false)
    throw new UsageError('nobody could reach the server: both of its ports are off');
  if (http === tcp && http !== 0)
    throw new UsageError(`page and TCP can't share port ${http}`, {
      hint: 'Give --http or --tcp another one.',
    });
  const tls = tlsFiles(wishes);
  return {
    host,
    httpPort: http,
    tcpPort: tcp,
    ...(token === undefined ? {} : { token }),
    ...(tls === undefined ? {} : { tls }),
    origins: origins.map(checkOrigin),
    limits: { ...usualLimits, ...wishes.limits },
  };
}

const randomToken = (): string => randomBytes(24).toString('base64url');

function checkToken(host: string, token: string | undefined, freshToken: () => string): void {
  if (token !== undefined && (token === '' || token.length > LONGEST_TOKEN))
    throw new UsageError(`a token has 1 to ${LONGEST_TOKEN} characters`);
  if (isLoopback(host)) return;
  const hint = `Set one, here is a fresh one: BUS_DEMO_TOKEN=${freshToken()}`;
  if (host === '')
    throw new UsageError('the host is empty', { hint: '0.0.0.0 is every address of this machine.' });
  if (token === undefined)
    throw new UsageError(`on ${host} other machines reach the server, and there is no token`, { hint });
  if (token.length < SAFE_TOKEN)
    throw new UsageError(`the token is too short for ${host}: it needs ${SAFE_TOKEN} characters or more`, {
      hint,
    });
}

function tlsFiles({ tlsCert, tlsKey }: Wishes): DoorSettings['tls'] {
  if (tlsCert !== undefined && tlsKey !== undefined) return { certFile: tlsCert, keyFile: tlsKey };
  if (tlsCert === undefined && tlsKey === undefined) return undefined;
  throw new UsageError(
    `TLS needs a certificate and its key: the ${tlsCert === undefined ? 'certificate' : 'key'} is missing`,
  );
}

/** As browsers write it: scheme, host, and the port where it is not the usual one. */
function checkOrigin(text: string): string {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) && new URL(text).origin === text)
    return text;
  throw new UsageError(`'${text}' is no origin`, {
    hint: 'It is the beginning of the address of a page, without a slash behind it: https://panel.example',
  });
}
