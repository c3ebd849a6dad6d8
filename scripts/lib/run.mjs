/** Runs child processes: shown, or silent until they fail, and ended when this script is told to end. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root folder. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

const children = new Set();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    for (const child of children) child.kill(signal);
    process.exitCode = 130;
    if (children.size === 0) process.exit();
  });
}

/**
 * Runs a program and resolves with its exit code and its output, stdout and stderr as they came.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {object} [options]
 * @param {string} [options.cwd]
 * @param {NodeJS.ProcessEnv} [options.env]
 * @param {boolean} [options.show] on our own terminal instead of collected.
 * @param {boolean} [options.shell]
 * @param {number} [options.timeout] milliseconds after which it is ended, with exit code 1.
 * @param {number} [options.output] a file descriptor for all its output, in true order, instead of collecting it.
 * @returns {Promise<{ code: number, output: string }>}
 */
export function run(command, args, { cwd = root, env, show, shell, timeout, output = 'pipe' } = {}) {
  return new Promise((resolve, reject) => {
    const stdio = show ? 'inherit' : ['ignore', output, output];
    const child = spawn(command, args, { cwd, env, shell, timeout, stdio });
    children.add(child);
    const chunks = [];
    child.stdout?.on('data', chunk => chunks.push(chunk));
    child.stderr?.on('data', chunk => chunks.push(chunk));
    child.on('error', error => {
      children.delete(child);
      reject(error);
    });
    child.on('close', (code, signal) => {
      children.delete(child);
      if (process.exitCode === 130) process.exit();
      resolve({ code: code ?? (signal ? 1 : 0), output: Buffer.concat(chunks).toString() });
    });
  });
}

/** Runs a Node script with the Node that runs this one. */
export function runNode(script, args, options) {
  return run(process.execPath, [script, ...args], options);
}

/** Runs npm: its script beside this Node or, failing that, whatever `npm` is on the path. */
export function runNpm(args, options) {
  const bin = dirname(process.execPath);
  const cli = [
    process.env.npm_execpath,
    join(bin, 'node_modules/npm/bin/npm-cli.js'),
    join(bin, '../lib/node_modules/npm/bin/npm-cli.js'),
  ].find(path => path?.endsWith('npm-cli.js') && existsSync(path));
  if (cli) return runNode(cli, args, options);
  if (process.platform !== 'win32') return run('npm', args, options);
  // npm is a batch file there, which only a shell can start; it splits at spaces.
  const quoted = args.map(arg => (/\s/.test(arg) ? `"${arg}"` : arg));
  return run('npm', quoted, { ...options, shell: true });
}

/** Runs a step in silence; when it fails, shows all that it said and ends this script with its exit code. */
export async function quietly(title, step) {
  console.error(title);
  const { code, output } = await step();
  if (code === 0) return;
  process.stderr.write(output);
  console.error(`${title.replace(/…$/, '')} failed (exit code ${code}).`);
  process.exit(code);
}
