import { describe, expect, it } from 'vitest';
import { diagnoseTls, explainTlsLoss } from './diagnose-tls.js';

const failure = (code: string): Error => Object.assign(new Error('text'), { code });

describe('diagnoseTls', () => {
  it.each([
    ['SELF_SIGNED_CERT_IN_CHAIN', 'not trusted here', 'caFile'],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'not trusted here', 'caFile'],
    ['CERT_HAS_EXPIRED', 'has expired', 'clock'],
    ['CERT_NOT_YET_VALID', 'not valid yet', 'clock'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'another name', 'servername'],
    ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'does not accept', 'cert'],
    ['ERR_SSL_TLSV1_ALERT_UNKNOWN_CA', 'does not accept', 'cert'],
    ['ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE', 'does not accept', 'cert'],
    ['ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED', 'does not accept', 'cert'],
    ['ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE', 'broke the handshake off', 'cipher'],
    ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'TLS that is accepted', 'firmware'],
    ['ERR_SSL_UNSUPPORTED_PROTOCOL', 'TLS that is accepted', 'firmware'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'does not speak TLS', 'tcp://'],
    ['ERR_SSL_NO_SHARED_CIPHER', 'ERR_SSL_NO_SHARED_CIPHER', 'settings'],
    ['ECONNRESET', 'during the handshake', 'cert'],
    ['ECONNREFUSED', 'refuses connections', 'port number'],
    ['EOTHER', 'text', 'reachable'],
  ])('explains %s', (code, what, hint) => {
    expect(diagnoseTls(failure(code))).toEqual([
      expect.stringContaining(what),
      expect.stringContaining(hint),
    ]);
  });
});

describe('explainTlsLoss', () => {
  it('explains what comes from OpenSSL, and leaves other errors as they are', () => {
    const alert = failure('ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED');
    expect(explainTlsLoss(alert)).toMatchObject({
      message: 'the server does not accept the certificate of this client',
      hint: expect.stringContaining('cert'),
      cause: alert,
    });
    const reset = failure('ECONNRESET');
    expect(explainTlsLoss(reset)).toBe(reset);
  });
});
