/**
 * Proves that what claims to run in a browser does: bundles each such entry for one, looks for anything of Node in the
 * result, holds its size against a budget, and reads a value with it where nothing of Node exists.
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import vm from 'node:vm';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { usesOf } from './check-arrows.mjs';
import { finish } from './lib/report.mjs';
import { root } from './lib/run.mjs';

/** Entry → budget in kB (1000 bytes), minified and gzipped. */
export const budgets = {
  '@bus/codec': 19,
  '@bus/codec/js': 6,
  '@bus/codec/capture': 4.6,
  '@bus/line': 26,
  '@bus/line/monitor': 12.5,
  '@bus/modbus': 50.5,
  '@bus/modbus/capture': 20,
  '@bus/modbus/dissect': 28,
  '@bus/modbus/gateway': 38,
  '@bus/modbus/monitor': 35.5,
  '@bus/dcon': 36,
  '@bus/dcon/monitor': 17,
  '@bus/232drio': 6,
  '@bus/232drio/monitor': 2.8,
  '@bus/sim': 49,
};

/** What a browser offers and the packages may use, besides the language itself. */
const browserGlobals = {
  ...{ TextEncoder, TextDecoder, atob, btoa, performance, queueMicrotask, console, DOMException },
  ...{ setTimeout, clearTimeout, AbortController, AbortSignal, Event, EventTarget },
};

const program = `
  import { Line } from '@bus/line';
  import { ModbusClient } from '@bus/modbus';
  import { simulatedLine } from '@bus/sim';

  globalThis.result = (async () => {
    const line = new Line(simulatedLine());
    await line.open();
    const value = await new ModbusClient(line).unit(1).readRegister(289, { decimals: 1 });
    await line.close();
    return value;
  })();
`;

/** Bundles a module for a browser, resolving packages as the command line app does. */
export async function bundle(contents, format = 'esm', resolveDir = join(root, 'apps/cli')) {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir, sourcefile: 'entry.mjs' },
    ...{
      bundle: true,
      write: false,
      minify: true,
      platform: 'browser',
      target: 'es2022',
      logLevel: 'silent',
      format,
    },
  });
  return outputFiles[0].text;
}

/** What in a bundle exists only in Node. */
export function nodeUses(code) {
  const uses = usesOf('bundle.mjs', code);
  return [...new Set(uses.map(({ specifier, global }) => specifier ?? global ?? 'a computed import()'))];
}

/** Runs a bundled script with a browser's globals alone; resolves with what it put into `globalThis.result`. */
export function runWithoutNode(code) {
  const context = vm.createContext({ ...browserGlobals });
  vm.runInContext('globalThis.self = globalThis', context);
  vm.runInContext(code, context, { filename: 'bundle.js' });
  return context.result;
}

async function checkEntry(entry, budget) {
  try {
    const code = await bundle(`export * from '${entry}';`);
    const size = gzipSync(code).length / 1000;
    console.log(
      `${entry.padEnd(20)} ${(code.length / 1000).toFixed(1).padStart(6)} kB min ${size.toFixed(1).padStart(6)} kB gzip of ${budget}`,
    );
    const problems = nodeUses(code).map(
      use => `${entry}: its bundle uses ${use}, which a browser does not have`,
    );
    if (size > budget)
      problems.push(`${entry}: ${size.toFixed(1)} kB gzip is over the budget of ${budget} kB`);
    return problems;
  } catch (error) {
    return [`${entry}: cannot be bundled for a browser: ${error.message}`];
  }
}

async function checkReading() {
  try {
    const value = await runWithoutNode(await bundle(program, 'iife'));
    return value === 77.2 ? [] : [`a reading without Node gave ${value} instead of 77.2`];
  } catch (error) {
    return [`a reading without Node failed: ${error.stack}`];
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const problems = [];
  for (const [entry, budget] of Object.entries(budgets)) problems.push(...(await checkEntry(entry, budget)));
  problems.push(...(await checkReading()));
  finish(problems, 'Everything that should runs in a browser, and reads 77.2 there.');
}
