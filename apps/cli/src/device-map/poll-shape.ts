import { settingFields } from '../config.js';
import { text, wholeNumber } from '../document/kind.js';
import { listOf, mapOf, objectOf, optional, required, type Shape, scalar } from '../document/shape.js';
import type { ConnectionOptions } from '../settings.js';
import { devicesShape, names } from './map-shape.js';

/** The fastest that a point may be read, in milliseconds: below, every line is busy with it alone. */
const MIN_EVERY = 10;
/** A day. */
const MAX_EVERY = 86_400_000;

const line = objectOf('a line', {
  ...settingFields,
  devices: optional(
    listOf(scalar(text), { min: 1 }),
    'The devices on it; all devices of the map when there is only one line.',
  ),
}) as Shape<ConnectionOptions & { devices?: string[] }>;

const group = objectOf('an entry of poll', {
  every: required(scalar(wholeNumber(MIN_EVERY, MAX_EVERY)), 'Milliseconds from one reading to the next.'),
  points: required(
    listOf(scalar(text), { min: 1 }),
    'Points by name, or patterns: boiler.flow, boiler.*, *. A name that is written out outdoes patterns.',
  ),
});

/** The file: where the points are described, how their lines are reached, and how often each is read. */
export const pollShape = objectOf('a poll configuration', {
  map: optional(scalar(text), 'Path of a device map, YAML or CSV, as seen from the folder of this file.'),
  devices: optional(devicesShape, 'Devices and their points, in place of a device map.'),
  lines: optional(
    mapOf(line, names),
    'Lines by name; the one of the flags, the environment or bus.config.yaml by default.',
  ),
  poll: required(listOf(group, { min: 1 }), 'What is read how often.'),
});
