import { X509Certificate } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Authority, der, extension, rawOf, roleExtension, roleIdentifier } from '../test/certificates.js';
import { certificateRole } from './certificate-role.js';

const authority = new Authority('Test authority');
const certificate = (...extensions: Uint8Array[]): Uint8Array =>
  new Uint8Array(rawOf(authority.issue('client', { extensions }).cert));
const role = (value: Uint8Array): Uint8Array => certificate(extension(roleIdentifier, value));
const keyUsage = extension(der(0x06, [0x55, 0x1d, 0x0f]), der(0x03, [7, 0x80]), true);
const nearlyRole = Uint8Array.from(roleIdentifier);
nearlyRole[nearlyRole.length - 1] = 2;

describe('certificateRole', () => {
  it('finds the role among other extensions', () => {
    expect(certificateRole(certificate(keyUsage, roleExtension('operator')))).toBe('operator');
    expect(certificateRole(certificate(roleExtension('Bedienung Süd'), keyUsage))).toBe('Bedienung Süd');
  });

  it('finds it in a critical extension too, and takes an empty one as it is', () => {
    const value = der(0x0c, Buffer.from('admin'));
    expect(certificateRole(certificate(extension(roleIdentifier, value, true)))).toBe('admin');
    expect(certificateRole(certificate(roleExtension('')))).toBe('');
  });

  it('finds it in what OpenSSL wrote', () => {
    const { raw } = new X509Certificate(fromOpenSsl);
    expect(certificateRole(raw)).toBe('operator');
  });

  it.each([
    ['no extensions at all', certificate()],
    ['another extension only', certificate(keyUsage)],
    ['an extension of a similar name', certificate(extension(nearlyRole, der(0x0c, Buffer.from('admin'))))],
    ['two roles', certificate(roleExtension('operator'), roleExtension('admin'))],
    ['the same role twice', certificate(roleExtension('admin'), roleExtension('admin'))],
    [
      'one role and one that is no string',
      certificate(roleExtension('admin'), extension(roleIdentifier, der(2, [1]))),
    ],
    ['an INTEGER for a role', role(der(0x02, [1]))],
    ['a PrintableString for a role', role(der(0x13, Buffer.from('admin')))],
    ['two strings for a role', role(Buffer.concat([der(0x0c, [0x61]), der(0x0c, [0x62])]))],
    ['a string with a rest', role(Uint8Array.of(0x0c, 1, 0x61, 0))],
    ['bare text', role(Buffer.from('admin'))],
    ['text that is not UTF-8', role(der(0x0c, [0xc3, 0x28]))],
    ['an empty extension', role(new Uint8Array(0))],
  ])('gives nothing for %s', (_, input) => {
    expect(certificateRole(input)).toBeUndefined();
  });

  it('gives nothing, and never throws, for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), input => {
        expect(certificateRole(input)).toBeUndefined();
      }),
    );
  });

  it('never throws for a certificate with any damage, nor reads on where it is cut off', () => {
    const sound = certificate(keyUsage, roleExtension('operator'));
    const damage = fc.array(fc.tuple(fc.nat(sound.length - 1), fc.integer({ min: 0, max: 255 })), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(damage, fc.nat(sound.length - 1), (changes, length) => {
        const input = sound.slice();
        for (const [position, value] of changes) input[position] = value;
        expect(['string', 'undefined']).toContain(typeof certificateRole(input));
        expect(certificateRole(sound.subarray(0, length))).toBeUndefined();
      }),
      { numRuns: 1000 },
    );
  });
});

/** `openssl x509 -req -extfile …` with `1.3.6.1.4.1.50316.802.1=ASN1:UTF8String:operator`. */
const fromOpenSsl = `
-----BEGIN CERTIFICATE-----
MIIBeDCCAR6gAwIBAgIUGvocNibusdR/9urZ4EAUyHsmdkkwCgYIKoZIzj0EAwIw
DTELMAkGA1UEAwwCY2EwHhcNMjYxMTIwMTYwNzI3WhcNMjYxMTIyMTYwNzI3WjAM
MQowCAYDVQQDDAFjMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEq3aISmk5P+A6
6jm3oF2cJ8rCAwOurXJItLGvmAr3TINf7YpS3z0iwjZ+nm4lMdQq0T3esSgJEYLR
uXD7T0zbuaNdMFswGQYLKwYBBAGDiQyGIgEECgwIb3BlcmF0b3IwHQYDVR0OBBYE
FHOte4MrZF+x6Sw7blaAlxU0ezDvMB8GA1UdIwQYMBaAFBi/f4QvJVKLvucKJuyR
QSH3KJozMAoGCCqGSM49BAMCA0gAMEUCIQCe3WWk/PLSH938t9eU7NqmLmpqgCIP
P/lHs8iHzn97lgIgIvdbWoE7KX21ge9UKxvU/OZsqY5+/2xihUKDnWsoPUs=
-----END CERTIFICATE-----
`;
