/**
 * Runs what the documentation shows and compares what it prints.
 *
 * `ts` and `js` blocks run as modules: a comment after a `console.log(…)` states what it prints. In `console` blocks the
 * lines after `$ ` that start with `bus` or `npx bus` run, and the lines below state what the terminal shows; `…` stands
 * for anything. `no-run` after the language exempts a block. `/dev/ttyUSB1` is a simulated temperature controller, whatever
 * its speed and parity.
 */
import {
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { filesBelow } from './lib/files.mjs';
import { serveInstrument } from './lib/instrument.mjs';
import { codeBlocks, terminalCommands, words } from './lib/markdown.mjs';
import { matches, outputLines } from './lib/matches.mjs';
import { finish } from './lib/report.mjs';
import { root, run } from './lib/run.mjs';
import { withFolder } from './lib/temporary.mjs';

const fakePort = '/dev/ttyUSB1';
const isDocument = path =>
  /^(README|CONTRIBUTING)\.md$|^(packages|apps)\/[^/]+\/(README|docs\/.*)\.md$|^docs\/.*\.md$/.test(path);

/** What can only be said of a real port: a TCP connection refuses it, and the simulated line answers at any speed. */
export function withoutSerialSettings(text) {
  return text
    .replace(/\b(baudRate|dataBits|parity|stopBits|rtscts|lock): *('[^']*'|\w+)(, *)?/g, '')
    .replace(/ --(baud|parity|line)[ =]\S+| --rtscts\b/g, '');
}

/** Where and with what the snippets run. */
function workplace(folder, { url, bus = join(root, 'apps/cli/bin/bus.js') }) {
  mkdirSync(join(folder, 'node_modules/@bus'), { recursive: true });
  for (const group of ['packages', 'apps']) {
    for (const name of readdirSync(join(root, group))) {
      const target = join(root, group, name);
      const manifest = JSON.parse(readFileSync(join(target, 'package.json'), 'utf8'));
      symlinkSync(target, join(folder, 'node_modules', manifest.name), 'junction');
    }
  }
  copyFileSync(join(root, 'bus.config.yaml'), join(folder, 'bus.config.yaml'));
  const { BUS_PORT: _, ...env } = process.env;
  return {
    folder,
    env: { ...env, NO_COLOR: '1' },
    withUrl: text => (text.includes(fakePort) ? withoutSerialSettings(text).replaceAll(fakePort, url) : text),
    withPort: text => text.replaceAll(url, fakePort),
    bus,
  };
}

/** Runs Node on a terminal of sorts: stdout and stderr in one stream, in their true order. */
async function onTerminal(place, args, env = place.env) {
  const path = join(place.folder, 'terminal.txt');
  const output = openSync(path, 'w');
  try {
    const { code } = await run(process.execPath, args, { cwd: place.folder, env, output, timeout: 60_000 });
    return { code, lines: outputLines(place.withPort(readFileSync(path, 'utf8'))) };
  } finally {
    closeSync(output);
  }
}

const difference = (where, expected, got) =>
  [
    `${where}: expected`,
    ...expected.map(line => `    ${line}`),
    '  got',
    ...got.map(line => `    ${line}`),
  ].join('\n');

/** What the comments after `console.log(…)` state, and whether every one has such a comment. */
export function statedOutput(text) {
  const source = ts.createSourceFile('snippet.ts', text, ts.ScriptTarget.Latest, true);
  const stated = [];
  let complete = true;
  const visit = node => {
    if (ts.isExpressionStatement(node) && /^console\.log\b/.test(node.getText(source))) {
      const [comment] = ts.getTrailingCommentRanges(text, node.end) ?? [];
      if (comment) stated.push(text.slice(comment.pos, comment.end).replace(/^\/\/\s*/, ''));
      else complete = false;
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return { stated, complete };
}

async function checkProgram(place, { lines, line }, file) {
  const text = lines.join('\n');
  const compilerOptions = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 };
  const { outputText } = ts.transpileModule(place.withUrl(text), { compilerOptions });
  writeFileSync(join(place.folder, 'snippet.mjs'), outputText);
  const { code, lines: got } = await onTerminal(place, ['snippet.mjs']);
  const { stated, complete } = statedOutput(text);
  if (code !== 0) return [difference(`${file}:${line}`, ['(exit code 0)'], [...got, `(exit code ${code})`])];
  // Lines that nothing is said of may stand anywhere between the stated ones.
  const expected = complete ? stated : ['…', ...stated.flatMap(each => [each, '…'])];
  return matches(expected, got) ? [] : [difference(`${file}:${line}`, stated, got)];
}

async function checkTerminal(place, block, file) {
  const problems = [];
  let env = place.env;
  let exitCode = 0;
  for (const { command, line, output } of terminalCommands(block)) {
    const expected = outputLines(output.join('\n'));
    const where = `${file}:${line}`;
    let got;
    if (command.trim() === 'echo $?') {
      got = [String(exitCode)];
    } else if (/^(npx )?bus( |$)|^\w+=\S* (npx )?bus( |$)/.test(command)) {
      const parts = words(place.withUrl(command));
      if (!parts) {
        problems.push(`${where}: needs a shell, which this check has not: ${command}`);
        continue;
      }
      const own = { ...env };
      while (/^\w+=/.test(parts[0])) assign(own, parts.shift());
      if (parts[0] === 'npx') parts.shift();
      ({ code: exitCode, lines: got } = await onTerminal(place, [place.bus, ...parts.slice(1)], own));
    } else {
      if (command.startsWith('export ')) env = assign({ ...env }, place.withUrl(command.slice(7)));
      continue;
    }
    if (!matches(expected, got)) problems.push(difference(`${where}: ${command}`, expected, got));
  }
  return problems;
}

function assign(env, assignment) {
  const [name, ...value] = assignment.split('=');
  env[name] = value.join('=').replace(/^(['"])(.*)\1$/, '$2');
  return env;
}

/**
 * Runs the blocks of one document.
 *
 * @param {string} file its name in reports.
 * @param {string} text
 * @param {{ url: string, bus?: string }} options the instrument behind `/dev/ttyUSB1`, and the program behind `bus`.
 * @returns {Promise<{ problems: string[], ran: number }>}
 */
export function checkDocument(file, text, options) {
  return withFolder(async folder => {
    const place = workplace(folder, options);
    const problems = [];
    const blocks = codeBlocks(text).filter(({ run }) => run);
    const programs = blocks.filter(({ language }) => /^(ts|js|typescript|javascript)$/.test(language));
    const terminals = blocks.filter(({ language }) => language === 'console');
    for (const block of programs) problems.push(...(await checkProgram(place, block, file)));
    for (const block of terminals) problems.push(...(await checkTerminal(place, block, file)));
    return { problems, ran: programs.length + terminals.length };
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const problems = [];
  let ran = 0;
  for (const file of filesBelow(root).filter(isDocument)) {
    const text = readFileSync(join(root, file), 'utf8');
    const instrument = await serveInstrument();
    const result = await checkDocument(file, text, { url: instrument.url });
    await instrument.close();
    problems.push(...result.problems);
    ran += result.ran;
  }
  if (!existsSync(join(root, 'README.md'))) problems.push('there is no README.md');
  finish(problems, `${ran} snippets print what the documentation says.`);
}
