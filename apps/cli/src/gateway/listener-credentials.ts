import { UsageError } from '@bus/line';
import type { ListenOptions } from '@bus/modbus/node';
import type { PortUrl } from '@bus/transport-node';
import type { PlannedListener } from './gateway-plan.js';

/**
 * What a listener shows its clients, and whether they must show something: when an authority for them is named. What the
 * URL says goes first.
 *
 * @throws {UsageError} a TLS listener has no certificate, or another one has.
 */
export function listenerCredentials(planned: PlannedListener, address: PortUrl): ListenOptions {
  const { url, tlsCert, tlsKey, tlsCa, tlsPassphrase } = planned;
  const given = { certFile: tlsCert, keyFile: tlsKey, caFile: tlsCa, passphrase: tlsPassphrase };
  const credentials = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  if (address.kind !== 'tls') {
    if (Object.keys(credentials).length === 0) return {};
    throw new UsageError(`${url} is no TLS listener, and shows no certificate`, {
      hint: 'Write tls://…, or leave the certificate out.',
    });
  }
  if (address.certFile === undefined && tlsCert === undefined)
    throw new UsageError(`${url} needs a certificate to show`, {
      hint: 'Give --listen-tls-cert and --listen-tls-key, tlsCert and tlsKey in the file, or ?certFile=…&keyFile=… in the URL.',
    });
  return {
    ...credentials,
    requireClientCertificate: (address.caFile ?? tlsCa) !== undefined,
  };
}
