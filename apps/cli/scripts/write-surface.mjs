/** Writes what is published of the command line besides its code: the JSON schemas of the files that people write. */
import { writeFileSync } from 'node:fs';
import { fileSchemas } from '../dist/device-map/file-schemas.js';

const folder = new URL('../schemas/', import.meta.url);
for (const [name, schema] of Object.entries(fileSchemas))
  writeFileSync(new URL(name, folder), `${JSON.stringify(schema, null, 2)}\n`);
