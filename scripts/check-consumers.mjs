/**
 * Uses the packages as their users will: packs them, installs the tarballs with npm into an empty project, offline and
 * with an empty cache, and reads a value with three lines of JavaScript and TypeScript of every kind.
 */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { serveInstrument } from './lib/instrument.mjs';
import { finish } from './lib/report.mjs';
import { root, run, runNode, runNpm } from './lib/run.mjs';
import { withFolder } from './lib/temporary.mjs';

const packages = ['codec', 'line', 'transport-node', 'modbus', 'dcon', '232drio', 'sim'];
const pnpm = join(root, 'node_modules/pnpm/bin/pnpm.cjs');
const tsc = join(root, 'node_modules/typescript/bin/tsc');

// The answer comes, however long the machine stands still.
const body = url => `const bus = await connect('${url}', { timeout: 20_000 });
console.log(await bus.unit(1).readRegister(289, { decimals: 1 }));
await bus.close();
`;
const esm = url => `import { connect } from '@bus/modbus/node';\n${body(url)}`;
const commonJs = url =>
  `const { connect } = require('@bus/modbus/node');\n(async () => {\n${body(url)}})();\n`;

const withoutDriver = `import { TransportError } from '@bus/line';
import { connect } from '@bus/modbus/node';
try {
  const bus = await connect('/dev/ttyUSB1');
  console.log(await bus.unit(1).readRegister(289));
} catch (error) {
  console.log(error instanceof TransportError, error.code, error.message.includes('npm install serialport'));
}
`;

// A Node project's usual settings, but with the packages' own declarations checked too.
const compilerOptions = {
  target: 'es2022',
  strict: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: false,
  types: ['node'],
  typeRoots: [join(root, 'node_modules/@types')],
  rootDir: '.',
};

/** Each way of using the packages: what to write, what to compile, what to run, and what it must print. */
function consumers(url) {
  const typescript = (name, options) => ({
    name: `TypeScript, moduleResolution ${name}`,
    files: { [`${name}/app.mts`]: esm(url), [`${name}/tsconfig.json`]: config(options) },
    compile: name,
    start: `${name}/app.mjs`,
    prints: '77.2',
  });
  return [
    { name: 'JavaScript, import', files: { 'app.mjs': esm(url) }, start: 'app.mjs', prints: '77.2' },
    { name: 'JavaScript, require()', files: { 'app.cjs': commonJs(url) }, start: 'app.cjs', prints: '77.2' },
    typescript('nodenext', { module: 'nodenext' }),
    typescript('bundler', { module: 'esnext', moduleResolution: 'bundler' }),
    {
      name: 'a serial port without serialport',
      files: { 'bare.mjs': withoutDriver },
      start: 'bare.mjs',
      prints: 'true driver-missing true',
    },
  ];
}

const config = options =>
  JSON.stringify({ compilerOptions: { ...compilerOptions, ...options }, files: ['app.mts'] });

/** Packs all packages into a folder and installs them, and nothing else, into the project. */
async function installTarballs(project) {
  const tarballs = join(project, 'tarballs');
  mkdirSync(tarballs);
  for (const name of packages) {
    await must(
      runNode(pnpm, ['pack', '--pack-destination', tarballs], { cwd: join(root, 'packages', name) }),
    );
  }
  writeFileSync(join(project, 'package.json'), JSON.stringify({ name: 'consumer', private: true }));
  const files = readdirSync(tarballs).map(file => `./tarballs/${file}`);
  const empty = [
    '--offline',
    '--cache',
    join(project, 'empty-cache'),
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
  ];
  await must(runNpm(['install', ...empty, ...files], { cwd: project }));
}

async function must(running) {
  const { code, output } = await running;
  if (code !== 0) throw new Error(output);
}

async function check(project, { name, files, compile, start, prints }) {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(join(project, file, '..'), { recursive: true });
    writeFileSync(join(project, file), text);
  }
  try {
    if (compile) await must(runNode(tsc, ['-p', compile], { cwd: project }));
    const { output } = await run(process.execPath, [start], { cwd: project, timeout: 60_000 });
    const printed = output.trim();
    if (printed !== prints) return [`${name}: printed\n${printed}\n  instead of ${prints}`];
    console.log(`${name}: ${printed}`);
    return [];
  } catch (error) {
    return [`${name}: ${error.message}`];
  }
}

await withFolder(async project => {
  await installTarballs(project);
  const instrument = await serveInstrument();
  const problems = [];
  for (const consumer of consumers(instrument.url)) problems.push(...(await check(project, consumer)));
  await instrument.close();
  return problems;
}).then(
  problems => finish(problems, 'The packed packages work for every kind of user.'),
  error => finish([error.message], ''),
);
