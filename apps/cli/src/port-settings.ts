import type { PortOptions, PortUrl } from '@bus/transport-node';
import type { SettingName } from './settings.js';

type PortKind = PortUrl['kind'];

interface PortSetting {
  /** The kinds of port that have it. */
  readonly kinds: readonly PortKind[];
  /** What the transport calls it; the short form of a line has several, and so has RS-485. */
  readonly option?: keyof PortOptions;
}

/** The settings that concern the port, and not the line over it. */
export const portSettings: Readonly<Partial<Record<SettingName, PortSetting>>> = {
  baud: { kinds: ['serial'], option: 'baudRate' },
  parity: { kinds: ['serial'], option: 'parity' },
  dataBits: { kinds: ['serial'], option: 'dataBits' },
  stopBits: { kinds: ['serial'], option: 'stopBits' },
  rtscts: { kinds: ['serial'], option: 'rtscts' },
  line: { kinds: ['serial'] },
  rts: { kinds: ['serial'] },
  rtsDelayBefore: { kinds: ['serial'] },
  rtsDelayAfter: { kinds: ['serial'] },
  connectTimeout: { kinds: ['tcp', 'tls'], option: 'connectTimeout' },
  tlsCa: { kinds: ['tls'], option: 'caFile' },
  tlsCert: { kinds: ['tls'], option: 'certFile' },
  tlsKey: { kinds: ['tls'], option: 'keyFile' },
  tlsPassphrase: { kinds: ['tls'], option: 'passphrase' },
  tlsServerName: { kinds: ['tls'], option: 'servername' },
};

/** What a port must be for a setting to make sense, for people. */
export function portsWith(setting: SettingName): string {
  return portSettings[setting]!.kinds.map(kind => (kind === 'serial' ? 'serial' : kind.toUpperCase())).join(
    ' or ',
  );
}
