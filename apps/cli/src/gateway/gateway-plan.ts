import type { UnitRange } from '@bus/modbus/gateway';
import type { ConnectionOptions } from '../settings.js';

/** Where a gateway listens. */
export interface PlannedListener {
  /** As `listen` of `@bus/modbus/node` takes it. */
  url: string;
  /** Addresses and CIDR blocks that may connect. */
  allow?: string[];
  maxConnections?: number;
  /** Milliseconds of silence after which a connection is ended. */
  idleTimeout?: number;
  /** Modbus TCP: unit 0 means everybody. */
  broadcasts?: boolean;
  /** TLS: PEM files of the own certificate and its private key. */
  tlsCert?: string;
  tlsKey?: string;
  /** TLS: PEM file of the authorities of the clients, which then must show a certificate. */
  tlsCa?: string;
  /** TLS: opens an encrypted private key. */
  tlsPassphrase?: string;
}

/** A line that is shared. */
export interface PlannedLine {
  name: string;
  settings: ConnectionOptions;
  /** Milliseconds; absent: every question is asked. */
  cache?: number;
}

/** Units that are on a line. */
export interface PlannedRoute {
  units: UnitRange;
  /** Name of the line. */
  line: string;
  /** What the first of them is called there. */
  target?: number;
}

/** What some clients may do. */
export interface PlannedRule {
  /** Addresses and CIDR blocks. */
  clients?: string[];
  roles?: string[];
  units?: UnitRange[];
  functions?: number[];
  readOnly?: boolean;
}

/** All that a gateway is made from. */
export interface GatewayPlan {
  listen: PlannedListener[];
  lines: PlannedLine[];
  routes: PlannedRoute[];
  access?: PlannedRule[];
  readOnly?: boolean;
  /** The exception that answers what is not allowed. */
  refusal?: number;
  broadcast?: boolean;
  maxPending?: number;
  maxWaiting?: number;
  maxWait?: number;
  /** Milliseconds between two attempts to reach a unit that is silent; 0: each request is sent. */
  deadRetry?: number;
}
