/** A flag of the command line. */
export interface Flag {
  /** What stands behind it; absent for those that stand alone. */
  readonly value?: string;
  /** May be given several times. */
  readonly multiple?: true;
  readonly text: string;
}

/** Every flag of the server: for the command line itself, its help and the README. */
export const flags = {
  port: {
    value: '[id=]url',
    multiple: true,
    text: 'A line: `/dev/ttyUSB0`, `COM3`, `rtu+tcp://10.0.0.7:502`, `sim:` … By default the two simulated ones.',
  },
  instrument: {
    value: '[id=]what[@line]',
    multiple: true,
    text: 'An instrument: `dcon:02:7044`, `modbus:1:temperature-controller`, `drio`. `:checksum` or `:harsh` behind it.',
  },
  baud: {
    value: 'number',
    text: 'Bits per second of serial lines; 19200, or 9600 where only DCON or a 232DRIO is.',
  },
  parity: { value: 'none|even|odd', text: 'Parity of serial lines; none.' },
  'data-bits': { value: '5..8', text: 'Data bits of serial lines; 8.' },
  'stop-bits': { value: '1|2', text: 'Stop bits of serial lines; 1.' },
  timeout: { value: 'ms', text: 'Milliseconds to wait for each answer; 500.' },
  host: {
    value: 'address',
    text: 'Address to listen on; 127.0.0.1, this machine alone. Any other needs a token.',
  },
  http: { value: 'port|off', text: 'Web page and WebSocket; 8044. 0 takes a free port.' },
  tcp: { value: 'port|off', text: 'JSON lines over TCP; 8045. 0 takes a free port.' },
  token: {
    value: 'text',
    text: 'What clients must know. Better in BUS_DEMO_TOKEN: others on this machine can see flags.',
  },
  'tls-cert': { value: 'file', text: 'PEM certificate: page, WebSocket and TCP become TLS.' },
  'tls-key': { value: 'file', text: 'PEM key of the certificate.' },
  origin: {
    value: 'url',
    multiple: true,
    text: 'A further web page that may connect, such as `https://panel.example`.',
  },
  config: { value: 'file', text: 'YAML file with lines, instruments and all of this. Flags win over it.' },
  help: { text: 'Shows this.' },
  version: { text: 'Shows the version.' },
} as const satisfies Readonly<Record<string, Flag>>;

export type FlagName = keyof typeof flags;

export const flagNames = Object.keys(flags) as readonly FlagName[];

/** `--port [id=]url`, as help and README write it. */
export function flagUsage(name: FlagName): string {
  const { value }: Flag = flags[name];
  return value === undefined ? `--${name}` : `--${name} ${value}`;
}
