import { readFile } from 'node:fs/promises';
import { TransportError, UsageError } from '@bus/line';

/** PEM text, or its bytes. */
export type Pem = string | Uint8Array;

/** What a side of a TLS connection shows, and whom it trusts. Each comes as PEM or as the path of a PEM file. */
export interface TlsCredentials {
  /** Own certificate, with those of the authorities between it and the root behind it. */
  cert?: Pem;
  /** Private key of the own certificate. */
  key?: Pem;
  /** Certificates of the authorities that the far side's certificate must descend from; else those that Node trusts. */
  ca?: Pem | readonly Pem[];
  certFile?: string;
  keyFile?: string;
  caFile?: string;
  /** Opens an encrypted private key. */
  passphrase?: string;
}

/** The oldest TLS that is spoken; nothing older than 1.2 can be chosen. */
export type TlsVersion = 'TLSv1.2' | 'TLSv1.3';

/** What `node:tls` takes. */
export interface LoadedCredentials {
  cert?: Buffer | string;
  key?: Buffer | string;
  ca?: (Buffer | string)[];
  passphrase?: string;
}

/**
 * Checks what can be checked without reading a file.
 *
 * @throws {UsageError} something is given twice, is empty, or a certificate comes without its key.
 */
export function checkCredentials(credentials: TlsCredentials): void {
  for (const name of ['cert', 'key', 'ca'] as const) {
    const inline = credentials[name];
    const file = credentials[`${name}File`];
    if (inline !== undefined && file !== undefined)
      throw new UsageError(`${name} and ${name}File are both given`, { hint: 'Give one of them.' });
    if (file !== undefined && (typeof file !== 'string' || file === ''))
      throw new UsageError(`${name}File must be the path of a PEM file`);
    const parts = Array.isArray(inline) ? inline : [inline];
    const wrong = (part: unknown) =>
      !(typeof part === 'string' || part instanceof Uint8Array) || part.length === 0;
    if (inline !== undefined && (parts.length === 0 || parts.some(wrong)))
      throw new UsageError(`${name} must be PEM text or its bytes, and not empty`);
  }
  const hasCert = credentials.cert !== undefined || credentials.certFile !== undefined;
  const hasKey = credentials.key !== undefined || credentials.keyFile !== undefined;
  if (hasCert !== hasKey)
    throw new UsageError(`${hasCert ? 'cert comes without key' : 'key comes without cert'}`, {
      hint: 'A certificate and its private key belong together: give both.',
    });
}

/**
 * Checks the lowest version of TLS.
 *
 * @throws {UsageError} it is older than 1.2, or none.
 */
export function checkVersion(version: TlsVersion): void {
  if (version !== 'TLSv1.2' && version !== 'TLSv1.3')
    throw new UsageError(`minVersion must be TLSv1.2 or TLSv1.3, not ${String(version)}`);
}

/**
 * Reads the files.
 *
 * @param where the medium, for the error
 * @throws {TransportError} `open-failed`: a file cannot be read.
 */
export async function loadCredentials(
  credentials: TlsCredentials,
  where: string,
): Promise<LoadedCredentials> {
  const read = async (name: 'cert' | 'key' | 'ca'): Promise<Buffer | string | undefined> => {
    const file = credentials[`${name}File`];
    if (file === undefined) return undefined;
    return await readFile(file).catch((cause: Error) => {
      throw new TransportError(
        'open-failed',
        `${where}: ${name}File ${file} cannot be read: ${cause.message}`,
        {
          facts: { medium: where },
          hint: 'Look at the path, and whether this user may read the file.',
          cause,
        },
      );
    });
  };
  const { cert, key, ca, passphrase } = credentials;
  const [certFile, keyFile, caFile] = await Promise.all([read('cert'), read('key'), read('ca')]);
  const list = (Array.isArray(ca) ? ca : [ca]) as (Pem | undefined)[];
  const authorities = caFile === undefined ? list : [caFile];
  return {
    cert: certFile ?? text(cert),
    key: keyFile ?? text(key),
    ca: ca === undefined && caFile === undefined ? undefined : authorities.map(part => text(part)!),
    passphrase,
  };
}

function text(pem: Pem | undefined): Buffer | string | undefined {
  return pem instanceof Uint8Array ? Buffer.from(pem.buffer, pem.byteOffset, pem.byteLength) : pem;
}

/** The error of a certificate, a key or an authority that TLS cannot use. */
export function credentialsError(where: string, cause: unknown): TransportError {
  const { message } = cause as Error;
  return new TransportError('open-failed', `${where}: the certificate or key cannot be used: ${message}`, {
    facts: { medium: where },
    hint: 'Look whether all are PEM, whether the key belongs to the certificate, and whether it needs a passphrase.',
    cause,
  });
}
