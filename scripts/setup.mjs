/**
 * Everything between a fresh clone and a built workspace, with nothing but Node and npm: the right Node, the installed
 * dependencies, and turbo without telemetry, notices or remote cache.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { quietly, root, run, runNode, runNpm } from './lib/run.mjs';

const oldestNode = [20, 19];
const stampFile = join(root, 'node_modules', '.install-stamp');

/** Ends the script with a clear word when Node is too old for the packages. */
export function requireNode(version = process.versions.node) {
  const [major, minor] = version.split('.').map(Number);
  if (major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1])) return;
  console.error(`This workspace needs Node ${oldestNode.join('.')} or newer; this is Node ${version}.`);
  process.exit(1);
}

/** The folders of all workspace packages, relative to the root, in order. */
export function workspaceFolders() {
  const within = parent =>
    existsSync(join(root, parent)) ? readdirSync(join(root, parent)).map(name => `${parent}/${name}`) : [];
  return [...within('packages'), ...within('apps'), 'benchmarks', 'chaos', 'interop', 'fuzz']
    .filter(folder => existsSync(join(root, folder, 'package.json')))
    .sort();
}

/** Changes when a manifest, the lockfile, a registry setting or the platform does. */
function installHash() {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch} ${process.versions.modules}`);
  const manifests = workspaceFolders().map(folder => `${folder}/package.json`);
  for (const name of ['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml', '.npmrc', ...manifests]) {
    const path = join(root, name);
    if (existsSync(path)) hash.update(`\0${name}\0`).update(readFileSync(path));
  }
  return hash.digest('hex');
}

/** The environment of all tools: the workspace's own programs first, and no telemetry or notices. */
function toolEnvironment() {
  const path = Object.keys(process.env).find(key => key.toLowerCase() === 'path') ?? 'PATH';
  return {
    ...process.env,
    [path]: join(root, 'node_modules', '.bin') + delimiter + (process.env[path] ?? ''),
    TURBO_TELEMETRY_DISABLED: '1',
    DO_NOT_TRACK: '1',
    NO_UPDATE_NOTIFIER: '1',
    npm_config_update_notifier: 'false',
    // Part of every cache key: a result from another Node is not a result for this one.
    BUS_NODE: `${process.platform}-${process.arch}-${process.version}`,
  };
}

/** Installs with the workspace's own pnpm, or on a fresh clone with one that npm fetches. */
async function pnpmInstall() {
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const ownPnpm = join(root, 'node_modules', 'pnpm', 'bin', 'pnpm.cjs');
  const args = ['install', '--config.confirmModulesPurge=false'];
  if (process.env.CI) args.push('--frozen-lockfile');
  const options = { env: toolEnvironment() };
  if (existsSync(ownPnpm)) {
    const result = await runNode(ownPnpm, args, options);
    // When pnpm has to start node_modules afresh, it removes itself.
    if (result.code === 0 || existsSync(ownPnpm)) return result;
  }
  return runNpm(['exec', '--yes', `--package=${packageManager}`, '--', 'pnpm', ...args], options);
}

/** Installs the dependencies unless nothing that they depend on has changed. */
export async function ensureInstalled() {
  requireNode();
  const installed = existsSync(stampFile) && readFileSync(stampFile, 'utf8') === installHash();
  if (installed) return;
  await quietly('Installing…', pnpmInstall);
  writeFileSync(stampFile, installHash());
}

/** Runs turbo with the given arguments; collected or, with `show`, on our own terminal. */
export function turbo(args, { show = false } = {}) {
  return runNode(join(root, 'node_modules', 'turbo', 'bin', 'turbo'), args, { show, env: toolEnvironment() });
}

/** Builds some packages and what they need, in silence unless it fails. */
export function build(...filters) {
  return quietly('Building…', () => turbo(['run', 'build', ...filters.map(filter => `--filter=${filter}`)]));
}

export { root, run, runNode };
