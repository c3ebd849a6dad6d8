import type { Parity } from '@bus/transport-node';

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
  /** Milliseconds to wait for an answer. */
  timeout?: number;
  /** Further attempts of a read that was not answered. */
  retries?: number;
  /** Does the adaptor hear what it sends? */
  echo?: 'off' | 'on' | 'auto';
}

export type SettingName = keyof ConnectionOptions;

/** What a setting may be, in words and as a test. */
interface SettingKind {
  readonly wants: string;
  /** A value of the configuration file; undefined when it is not of this kind. */
  read(value: unknown): unknown;
  /** The text of an environment variable; undefined when it is not of this kind. */
  parse(text: string): unknown;
}

const text: SettingKind = {
  wants: 'a text',
  read: value => (typeof value === 'string' && value !== '' ? value : undefined),
  parse: value => value,
};

const wholeNumber: SettingKind = {
  wants: 'a whole number',
  read: value => (Number.isSafeInteger(value) && (value as number) >= 0 ? value : undefined),
  parse: value => (/^\d{1,15}$/.test(value) ? Number(value) : undefined),
};

const words: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['1', true],
  ['false', false],
  ['0', false],
]);

const yesOrNo: SettingKind = {
  wants: 'true or false',
  read: value => (typeof value === 'boolean' ? value : undefined),
  parse: value => words.get(value),
};

function oneOf(...choices: string[]): SettingKind {
  const read = (value: unknown) => (choices.includes(value as string) ? value : undefined);
  return { wants: `${choices.slice(0, -1).join(', ')} or ${choices.at(-1)}`, read, parse: read };
}

export const parities = ['none', 'even', 'odd'] as const;
export const echoModes = ['off', 'on', 'auto'] as const;

const echo = oneOf(...echoModes);
const echoOrBoolean: SettingKind = {
  ...echo,
  read: value => (typeof value === 'boolean' ? (value ? 'on' : 'off') : echo.read(value)),
};

/** Every setting: the key in the configuration file, what it may be, and its environment variable. */
export const settings: Readonly<Record<SettingName, SettingKind & { readonly env: string }>> = {
  port: { ...text, env: 'BUS_PORT' },
  baud: { ...wholeNumber, env: 'BUS_BAUD' },
  parity: { ...oneOf(...parities), env: 'BUS_PARITY' },
  dataBits: { ...wholeNumber, env: 'BUS_DATA_BITS' },
  stopBits: { ...wholeNumber, env: 'BUS_STOP_BITS' },
  line: { ...text, env: 'BUS_LINE' },
  rtscts: { ...yesOrNo, env: 'BUS_RTSCTS' },
  timeout: { ...wholeNumber, env: 'BUS_TIMEOUT' },
  retries: { ...wholeNumber, env: 'BUS_RETRIES' },
  echo: { ...echoOrBoolean, env: 'BUS_ECHO' },
};

export const settingNames = Object.keys(settings) as readonly SettingName[];

/** A flag's name on the command line: `dataBits` is `data-bits`. */
export function flagName(setting: SettingName): string {
  return setting.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`);
}
