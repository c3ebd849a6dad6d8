import { settingFields } from '../config.js';
import { text, wholeNumber, yesOrNo } from '../document/kind.js';
import { listOf, mapOf, objectOf, optional, required, type Shape, scalar } from '../document/shape.js';
import type { ConnectionOptions } from '../settings.js';
import { units } from './unit-ranges.js';

const milliseconds = (min: number, max: number) => scalar(wholeNumber(min, max));
const cache = optional(
  milliseconds(0, 3_600_000),
  'Milliseconds for which an answer may be given again; 0 only joins identical questions on their way.',
);

const listener = objectOf('an entry of listen', {
  url: required(
    scalar(text),
    'tcp://0.0.0.0:502, tls://…, udp://…, rtu+tcp://…, ascii+tcp://…, rtu+udp://… or a serial port.',
  ),
  allow: optional(listOf(scalar(text)), 'Addresses and CIDR blocks that may connect; all by default.'),
  maxConnections: optional(scalar(wholeNumber(1, 65_535)), 'Connections at a time; 256 by default.'),
  idleTimeout: optional(
    milliseconds(0, 86_400_000),
    'Milliseconds of silence after which a connection is ended; 0, never, by default.',
  ),
  broadcasts: optional(
    scalar(yesOrNo),
    'Modbus TCP: unit 0 means everybody, and nobody answers; false by default.',
  ),
  tlsCert: optional(
    scalar(text),
    'TLS: PEM file of the own certificate, as seen from the folder of this file.',
  ),
  tlsKey: optional(scalar(text), 'TLS: PEM file of its private key.'),
  tlsCa: optional(
    scalar(text),
    'TLS: PEM file of the authorities of the clients, which then must show a certificate.',
  ),
  tlsPassphrase: optional(scalar(text), 'TLS: opens an encrypted private key.'),
});

const line = objectOf('a line', {
  ...settingFields,
  port: required(scalar(text), 'A serial port, or tcp://host, rtu+tcp://host:port, …'),
  cache,
}) as Shape<ConnectionOptions & { cache?: number }>;

const route = objectOf('a route', {
  units: required(scalar(units), 'Units as the clients call them.'),
  line: required(scalar(text), 'Name of the line that they are on.'),
  target: optional(
    scalar(wholeNumber(0, 255)),
    'What the first of the units is called there, the others following it; the same by default.',
  ),
});

const rule = objectOf('an entry of access', {
  clients: optional(listOf(scalar(text), { min: 1 }), 'Addresses and CIDR blocks; all by default.'),
  roles: optional(listOf(scalar(text), { min: 1 }), 'Roles in certificates; all by default.'),
  units: optional(scalar(units), 'Units as the clients call them; all by default.'),
  functions: optional(listOf(scalar(wholeNumber(1, 127)), { min: 1 }), 'Function codes; all by default.'),
  readOnly: optional(scalar(yesOrNo), 'Only what changes nothing; false by default.'),
});

/** A line's name: what may be called so on a command line as well. */
const lineNames = { names: /^[A-Za-z_][\w-]*$/, wants: 'letters, digits, _ and -, the first no digit' };

/** The file that describes a gateway. */
export const gatewayShape = objectOf('a gateway configuration', {
  listen: required(listOf(listener, { min: 1 }), 'Where clients connect.'),
  lines: required(mapOf(line, lineNames), 'The lines that they share, by name.'),
  routes: required(listOf(route, { min: 1 }), 'Which units are on which line.'),
  cache,
  access: optional(
    listOf(rule),
    'What may be asked: a request passes when one entry allows it. Everything by default.',
  ),
  readOnly: optional(scalar(yesOrNo), 'Refuse all that may change something; false by default.'),
  refusal: optional(
    scalar(wholeNumber(1, 255)),
    'The exception that answers what is not allowed; 1 by default.',
  ),
  broadcast: optional(scalar(yesOrNo), 'Whether broadcasts are passed on to all lines; true by default.'),
  maxPending: optional(
    scalar(wholeNumber(1, 1000)),
    'Requests of one connection that may wait; 16 by default.',
  ),
  maxWaiting: optional(
    scalar(wholeNumber(1, 100_000)),
    'Requests that may wait for one line; 256 by default.',
  ),
  maxWait: optional(
    milliseconds(1, 3_600_000),
    'Milliseconds after which a request that was not sent is answered with exception 6; 10000 by default.',
  ),
  deadRetry: optional(
    milliseconds(0, 3_600_000),
    'Milliseconds between two attempts to reach a silent unit; 2000 by default, 0: each request is sent.',
  ),
});
