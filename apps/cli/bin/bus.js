#!/usr/bin/env node
import { existsSync, statSync } from 'node:fs';
import module from 'node:module';

// Newer versions of Node keep what they have compiled.
module.enableCompileCache?.();

const bundled = new URL('../dist/bundle/main.js', import.meta.url);
const compiled = new URL('../dist/main.js', import.meta.url);

/** In a checkout the compiled files may be newer than the bundle that was made of them. */
function isCurrent() {
  if (!existsSync(new URL('../src', import.meta.url))) return true;
  return existsSync(bundled) && statSync(bundled).mtimeMs >= statSync(compiled).mtimeMs;
}

const program = isCurrent() ? bundled : compiled;
const { main } = await import(program.href);
await main(process.argv.slice(2), program.href);
