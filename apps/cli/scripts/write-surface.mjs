/**
 * Writes what is published of the command line besides its code, so that a change of it shows: the commands and their
 * flags, the JSON schemas of what they print, and those of the files that people write. With `--check` it only compares.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createGenerator } from 'ts-json-schema-generator';
import { commandSurface } from '../dist/command-surface.js';
import { fileSchemas } from '../dist/device-map/file-schemas.js';

const file = path => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** The schema of what each command prints, made of its TypeScript type. */
function outputSchemas() {
  const { properties } = createGenerator({
    path: file('src/command-output.ts'),
    tsconfig: file('tsconfig.build.json'),
    type: 'CommandOutput',
    expose: 'none',
    topRef: false,
    jsDoc: 'extended',
    skipTypeCheck: true,
  }).createSchema('CommandOutput');
  return Object.entries(properties).map(([command, schema]) => [
    `output/${command.replaceAll(':', '-')}.schema.json`,
    {
      $schema: 'http://json-schema.org/draft-07/schema#',
      title: `bus ${command.replaceAll(':', ' ')} --json`,
      ...schema,
    },
  ]);
}

const documents = {
  ...fileSchemas,
  ...Object.fromEntries(outputSchemas()),
  'commands.json': await commandSurface(),
};
const stale = [];
for (const [name, content] of Object.entries(documents)) {
  const path = file(`schemas/${name}`);
  const text = `${JSON.stringify(content, null, 2)}\n`;
  if (existsSync(path) && readFileSync(path, 'utf8') === text) continue;
  stale.push(name);
  if (!process.argv.includes('--check')) writeFileSync(path, text);
}
for (const name of stale)
  console.log(`schemas/${name} ${process.argv.includes('--check') ? 'is not up to date' : 'written'}`);
if (process.argv.includes('--check') && stale.length > 0) {
  console.error('Run `pnpm --filter @bus/cli surface`, and look at what has changed.');
  process.exitCode = 1;
}
