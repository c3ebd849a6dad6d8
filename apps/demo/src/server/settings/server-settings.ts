import type { OpenOptions } from '@bus/transport-node';
import type { Protocol } from '../../protocol/index.js';
import type { NumberType } from '../instruments/number-types.js';

/** Everything that the server is told when it starts. */
export interface ServerSettings {
  readonly lines: readonly LineSettings[];
  readonly instruments: readonly InstrumentSettings[];
  readonly doors: DoorSettings;
}

export interface LineSettings {
  readonly id: string;
  /** `/dev/ttyUSB0`, `rtu+tcp://10.0.0.7:502`, `sim:`, `sim:drio`. */
  readonly port: string;
  readonly options: OpenOptions;
  /** What raw commands without a lead are taken for. */
  readonly protocol: Protocol;
}

export interface InstrumentSettings {
  readonly id: string;
  readonly line: string;
  readonly protocol: Protocol;
  /** 0..255; absent for a 232DRIO. */
  readonly address?: number;
  /** DCON family such as `7044`, or what a Modbus instrument is: `temperature-controller`. */
  readonly model?: string;
  readonly title?: string;
  /** Modbus instruments of your own: their points. */
  readonly points?: readonly RegisterPoint[];
  /** DCON: the checksum is on. 232DRIO: harsh mode. */
  readonly checksum?: boolean;
}

/** A point of a Modbus instrument. */
export interface RegisterPoint {
  readonly id: string;
  readonly title?: string;
  readonly table: 'holding' | 'input' | 'coil' | 'discrete';
  readonly address: number;
  readonly type?: NumberType;
  readonly order?: 'ABCD' | 'CDAB' | 'BADC' | 'DCBA';
  readonly decimals?: number;
  readonly unit?: string;
  readonly writable?: boolean;
  readonly min?: number;
  readonly max?: number;
}

/** How others reach the server. */
export interface DoorSettings {
  /** Address to listen on; `127.0.0.1` by default, which only this machine reaches. Any other needs a token. */
  readonly host: string;
  /** Web page and WebSocket; 0 is a free one, `false` none. */
  readonly httpPort: number | false;
  /** JSON lines over TCP; 0 is a free one, `false` none. */
  readonly tcpPort: number | false;
  readonly token?: string;
  /** PEM files; with them everything is TLS. */
  readonly tls?: { readonly certFile: string; readonly keyFile: string };
  /** Further origins that may open a WebSocket, such as `https://panel.example`. */
  readonly origins: readonly string[];
  readonly limits: DoorLimits;
}

export interface DoorLimits {
  /** Bytes of one message, both ways in. */
  readonly messageBytes: number;
  /** Connections at a time, over both doors. */
  readonly clients: number;
  /** Calls per second of one connection, in the long run; twice as many at once. */
  readonly callsPerSecond: number;
  /** Calls of one connection that may be under way or waiting. */
  readonly openCalls: number;
  /** Bytes that may wait for a client that does not read; beyond that it is dropped. */
  readonly bufferedBytes: number;
  /** Milliseconds for a token, and for the rest of a message whose beginning came. */
  readonly patience: number;
}
