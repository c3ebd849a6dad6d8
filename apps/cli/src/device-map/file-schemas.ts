import { configShape } from '../config.js';
import type { JsonSchema } from '../document/kind.js';
import { gatewayShape } from '../gateway/gateway-shape.js';
import { mapShape } from './map-shape.js';
import { pollShape } from './poll-shape.js';

const titled = (title: string, schema: JsonSchema): JsonSchema => ({
  $schema: 'http://json-schema.org/draft-07/schema#',
  title,
  ...schema,
});

/** The JSON schema of every file that people write, by the name under which it is published; for editors. */
export const fileSchemas: Readonly<Record<string, JsonSchema>> = {
  'bus.config.schema.json': titled('bus.config.yaml: how the line is reached', configShape.schema),
  'device-map.schema.json': titled('A device map: named points of named devices', mapShape.schema),
  'bus-gateway.schema.json': titled('What bus gateway shares, and with whom', gatewayShape.schema),
  'bus-poll.schema.json': titled('What bus poll and bus watch read, and how often', pollShape.schema),
};
