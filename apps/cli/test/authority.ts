import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

/** One DER element. */
function der(tag: number, ...parts: (Uint8Array | readonly number[])[]): Buffer {
  const content = Buffer.concat(parts.map(part => Buffer.from(part as Uint8Array)));
  const { length } = content;
  const long = length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...(length < 0x80 ? [length] : long)]), content]);
}

const sequence = (...parts: Uint8Array[]): Buffer => der(0x30, ...parts);
const utf8 = (text: string): Buffer => der(0x0c, Buffer.from(text));
const extension = (identifier: readonly number[], value: Uint8Array): Buffer =>
  sequence(der(0x06, identifier), der(0x04, value));
const name = (text: string): Buffer =>
  sequence(der(0x31, sequence(der(0x06, [0x55, 0x04, 0x03]), utf8(text))));
const time = (at: number): Buffer =>
  der(0x17, Buffer.from(`${new Date(at).toISOString().replace(/[-:T]/g, '').slice(2, 14)}Z`));

const ECDSA_WITH_SHA256 = sequence(der(0x06, [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02]));
const IS_AUTHORITY = extension([0x55, 0x1d, 0x13], sequence(der(0x01, [0xff])));
const DAY = 86_400_000;

/** The extension of Modbus/TCP Security that names a role. */
export const roleExtension = (role: string): Buffer =>
  extension([0x2b, 6, 1, 4, 1, 0x83, 0x89, 0x0c, 0x86, 0x22, 1], utf8(role));

/** The addresses that a server on this machine has. */
export const loopbackExtension = (): Buffer =>
  extension([0x55, 0x1d, 0x11], sequence(der(0x87, [127, 0, 0, 1])));

/** A certificate authority that exists for one test run. */
export class Authority {
  readonly cert: string;
  readonly #keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });

  constructor() {
    this.cert = this.#certificate('authority', this.#keys.publicKey, IS_AUTHORITY);
  }

  /** A certificate and its key, as PEM. */
  issue(title: string, ...extensions: Uint8Array[]): { cert: string; key: string } {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    return { cert: this.#certificate(title, publicKey, ...extensions), key };
  }

  #certificate(title: string, publicKey: KeyObject, ...extensions: Uint8Array[]): string {
    const content = sequence(
      der(0xa0, der(0x02, [2])),
      der(0x02, [1, ...Buffer.from(title).subarray(0, 8)]),
      ECDSA_WITH_SHA256,
      name('authority'),
      sequence(time(Date.now() - DAY), time(Date.now() + DAY)),
      name(title),
      publicKey.export({ type: 'spki', format: 'der' }),
      ...(extensions.length > 0 ? [der(0xa3, sequence(...extensions))] : []),
    );
    const signature = sign('sha256', content, this.#keys.privateKey);
    const bytes = sequence(content, ECDSA_WITH_SHA256, der(0x03, [0], signature));
    const lines = bytes.toString('base64').match(/.{1,64}/g)!;
    return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
  }
}
