import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

/** One DER element. */
export function der(tag: number, ...parts: (Uint8Array | readonly number[])[]): Buffer {
  const content = Buffer.concat(parts.map(part => Buffer.from(part as Uint8Array)));
  const { length } = content;
  const octets =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...octets]), content]);
}

const sequence = (...parts: Uint8Array[]): Buffer => der(0x30, ...parts);
const utf8 = (text: string): Buffer => der(0x0c, Buffer.from(text));

const ecdsaWithSha256 = sequence(der(0x06, [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02]));
const commonName = der(0x06, [0x55, 0x04, 0x03]);
const basicConstraints = der(0x06, [0x55, 0x1d, 0x13]);
const subjectAltName = der(0x06, [0x55, 0x1d, 0x11]);
export const roleIdentifier = der(0x06, [0x2b, 6, 1, 4, 1, 0x83, 0x89, 0x0c, 0x86, 0x22, 1]);

const name = (text: string): Buffer => sequence(der(0x31, sequence(commonName, utf8(text))));

/** UTCTime; two digits of the year. */
const time = (date: Date): Buffer =>
  der(0x17, Buffer.from(`${date.toISOString().replace(/[-:T]/g, '').slice(2, 14)}Z`));

export function extension(identifier: Uint8Array, value: Uint8Array, critical = false): Buffer {
  return sequence(identifier, ...(critical ? [der(0x01, [0xff])] : []), der(0x04, value));
}

/** The extension of Modbus/TCP Security that names a role. */
export const roleExtension = (role: string): Buffer => extension(roleIdentifier, utf8(role));

/** A certificate and its key. */
export interface Identity {
  readonly cert: string;
  readonly key: string;
}

export interface CertificateOptions {
  extensions?: readonly Uint8Array[];
  /** Milliseconds from now; a day by default. */
  validFor?: number;
}

/** An authority that exists for one test run. */
export class Authority {
  readonly cert: string;
  readonly #name: string;
  readonly #keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });

  constructor(title: string) {
    this.#name = title;
    const isAuthority = extension(basicConstraints, sequence(der(0x01, [0xff])), true);
    this.cert = this.#certificate(title, this.#keys.publicKey, { extensions: [isAuthority] });
  }

  issue(title: string, options: CertificateOptions = {}): Identity {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    return {
      cert: this.#certificate(title, publicKey, options),
      key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    };
  }

  /** For `localhost`, 127.0.0.1 and ::1. */
  issueForThisMachine(options: CertificateOptions = {}): Identity {
    const loopback = Buffer.alloc(16);
    loopback[15] = 1;
    const names = sequence(
      der(0x82, Buffer.from('localhost')),
      der(0x87, [127, 0, 0, 1]),
      der(0x87, loopback),
    );
    return this.issue('server', { ...options, extensions: [extension(subjectAltName, names)] });
  }

  #certificate(title: string, publicKey: KeyObject, options: CertificateOptions): string {
    const { extensions = [], validFor = 86_400_000 } = options;
    const now = Date.now();
    const tbs = sequence(
      der(0xa0, der(0x02, [2])),
      der(0x02, [1 + Math.floor(Math.random() * 100), ...Buffer.from(title).subarray(0, 8)]),
      ecdsaWithSha256,
      name(this.#name),
      sequence(time(new Date(now - 172_800_000)), time(new Date(now + validFor))),
      name(title),
      publicKey.export({ type: 'spki', format: 'der' }),
      ...(extensions.length > 0 ? [der(0xa3, sequence(...(extensions as Uint8Array[])))] : []),
    );
    const signature = sign('sha256', tbs, this.#keys.privateKey);
    const certificate = sequence(tbs, ecdsaWithSha256, der(0x03, [0], signature));
    const lines = certificate.toString('base64').match(/.{1,64}/g)!;
    return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
  }
}

/** The DER within PEM. */
export function rawOf(pem: string): Buffer {
  return Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64');
}
