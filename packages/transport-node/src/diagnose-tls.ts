import { TransportError } from '@bus/line';
import { type Diagnosis, diagnoseTcp } from './connect-socket.js';

const unknownAuthority: Diagnosis = [
  'has a certificate from an authority that is not trusted here',
  'Give the certificate of the authority that signed it as ca or caFile.',
];
const ownRefused: Diagnosis = [
  'does not accept the certificate of this client',
  'Give a cert and key that are signed by an authority that the server trusts, and look whether they are still valid.',
];
const otherVersion: Diagnosis = [
  'does not speak a TLS that is accepted here',
  'TLS 1.2 is the oldest that is accepted; look for newer firmware of the device.',
];
const notTls: Diagnosis = [
  'does not speak TLS on this port',
  'Look at the port number: Modbus over TLS is on 802, and on 502 it is clear text (tcp://).',
];

/** By the codes of Node and OpenSSL; an alert is what the far side said, so those are about this side's certificate. */
const diagnoses: readonly [RegExp, Diagnosis][] = [
  [
    /^(UNABLE_TO_(VERIFY_LEAF_SIGNATURE|GET_ISSUER_CERT(_LOCALLY)?)|SELF_SIGNED_CERT_IN_CHAIN|DEPTH_ZERO_SELF_SIGNED_CERT|CERT_UNTRUSTED|INVALID_CA|CERT_SIGNATURE_FAILURE)$/,
    unknownAuthority,
  ],
  [
    /^CERT_HAS_EXPIRED$/,
    ['has a certificate that has expired', 'Renew it, or look at the clock of this machine.'],
  ],
  [/^CERT_NOT_YET_VALID$/, ['has a certificate that is not valid yet', 'Look at the clocks of both sides.']],
  [
    /^ERR_TLS_CERT_ALTNAME_INVALID$/,
    [
      'has a certificate for another name',
      'Connect by a name or address that stands in it, or give that name as servername.',
    ],
  ],
  [
    /^ERR_SSL_\w*ALERT_(CERTIFICATE_\w+|BAD_CERTIFICATE\w*|UNSUPPORTED_CERTIFICATE|NO_CERTIFICATE|UNKNOWN_CA|ACCESS_DENIED)$/,
    ownRefused,
  ],
  [
    /^ERR_SSL_\w*ALERT_HANDSHAKE_FAILURE$/,
    [
      'broke the handshake off',
      'It may want a certificate that it trusts (cert and key), or have no cipher in common with this side.',
    ],
  ],
  [/^ERR_SSL_(\w*ALERT_PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL|VERSION_TOO_LOW)$/, otherVersion],
  [
    /^ERR_SSL_(WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|RECORD_LAYER_FAILURE|HTTP_REQUEST|UNEXPECTED_MESSAGE)$/,
    notTls,
  ],
];

/** What an attempt to connect over TLS failed with. */
export function diagnoseTls(error: Error): Diagnosis {
  const { code = '' } = error as NodeJS.ErrnoException;
  const known = diagnoses.find(([pattern]) => pattern.test(code));
  if (known) return known[1];
  if (code === 'ECONNRESET' || code === 'EPIPE')
    return [
      'ended the connection during the handshake',
      'Mostly it does not accept the certificate of this client, or wants one: look at cert and key.',
    ];
  if (/^ERR_(SSL|TLS|OSSL)_/.test(code))
    return [`failed in the handshake: ${code}`, 'Look at the certificates and settings of both sides.'];
  return diagnoseTcp(error);
}

/** What to tell of an error that ends an open connection: OpenSSL's own words are for its developers. */
export function explainTlsLoss(error: Error): Error {
  if (!/^ERR_SSL_/.test((error as NodeJS.ErrnoException).code ?? '')) return error;
  const [what, hint] = diagnoseTls(error);
  return new TransportError('disconnected', `the server ${what}`, { hint, cause: error });
}
