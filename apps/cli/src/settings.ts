import type { Parity } from '@bus/transport-node';
import { type Kind, oneOf, text, wholeNumber, yesOrNo } from './document/kind.js';

/** How the line is reached. What is left out comes from the environment, the configuration file, or its default. */
export interface ConnectionOptions {
  /** `/dev/ttyUSB1`, `COM3`, `rtu:/dev/ttyUSB1?baudRate=9600`, `ascii:/dev/ttyUSB1`, `tcp://host`, `rtu+tcp://host:port`, or `sim:`. */
  port?: string;
  /** Bits per second. */
  baud?: number;
  parity?: Parity;
  dataBits?: number;
  stopBits?: number;
  /** Short form of the four above: `19200-8N1`. */
  line?: string;
  /** Hardware flow control. */
  rtscts?: boolean;
  /** Level of RTS while sending, where RTS switches the driver of an RS-485 line. */
  rts?: 'high' | 'low';
  /** Milliseconds from switching the driver on to the first byte, 0..1000. */
  rtsDelayBefore?: number;
  /** Milliseconds that the driver stays on after the last stop bit, 0..1000. */
  rtsDelayAfter?: number;
  /** Milliseconds to wait for an answer. */
  timeout?: number;
  /** Further attempts of a read that was not answered. */
  retries?: number;
  /** Does the adaptor hear what it sends? */
  echo?: 'off' | 'on' | 'auto';
  /** TCP and TLS: milliseconds until an attempt to connect is given up. */
  connectTimeout?: number;
  /** TLS: PEM file of the authorities that the server's certificate must descend from. */
  tlsCa?: string;
  /** TLS: PEM file of the own certificate. */
  tlsCert?: string;
  /** TLS: PEM file of its private key. */
  tlsKey?: string;
  /** TLS: opens an encrypted private key. */
  tlsPassphrase?: string;
  /** TLS: the name to look for in the server's certificate, where it is not the host. */
  tlsServerName?: string;
}

export type SettingName = keyof ConnectionOptions;

export const parities = ['none', 'even', 'odd'] as const;
export const echoModes = ['off', 'on', 'auto'] as const;
export const rtsLevels = ['high', 'low'] as const;

const echo = oneOf(...echoModes);
const echoOrBoolean: Kind<(typeof echoModes)[number]> = {
  ...echo,
  read: value => (typeof value === 'boolean' ? (value ? 'on' : 'off') : echo.read(value)),
  schema: { enum: [...echoModes, true, false] },
};

/** Every setting of a line: its key in the configuration file, and what it may be. */
export const settings: Readonly<Record<SettingName, Kind<string | number | boolean>>> = {
  port: text,
  baud: wholeNumber(),
  parity: oneOf(...parities),
  dataBits: wholeNumber(),
  stopBits: wholeNumber(),
  line: text,
  rtscts: yesOrNo,
  rts: oneOf(...rtsLevels),
  rtsDelayBefore: wholeNumber(),
  rtsDelayAfter: wholeNumber(),
  timeout: wholeNumber(),
  retries: wholeNumber(),
  echo: echoOrBoolean,
  connectTimeout: wholeNumber(),
  tlsCa: text,
  tlsCert: text,
  tlsKey: text,
  tlsPassphrase: text,
  tlsServerName: text,
};

export const settingNames = Object.keys(settings) as readonly SettingName[];

/** Settings that are paths: those in a file begin at its folder. */
export const pathSettings: readonly SettingName[] = ['tlsCa', 'tlsCert', 'tlsKey'];

/** A flag's name on the command line: `dataBits` is `data-bits`. */
export function flagName(setting: string): string {
  return setting.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`);
}
