#!/usr/bin/env node
import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BusError, UsageError } from '@bus/line';
import { announcement } from './announcement.js';
import { helpText } from './settings/help-text.js';
import { readSettings } from './settings/read-settings.js';
import type { ServerSettings } from './settings/server-settings.js';
import { type RunningServer, startServer } from './start-server.js';
import { tellLosses } from './tell-losses.js';

/** Milliseconds that ports and connections have to close, before the process ends anyway. */
const CLOSING = 5000;

/** What the shell is told: 0 also when it was ended by a signal. */
const [FAILED, USAGE] = [1, 2];

async function main(): Promise<void> {
  const version = await ownVersion();
  const settings = await readSettings(process.argv.slice(2));
  if (settings === 'help') process.stdout.write(helpText());
  else if (settings === 'version') console.log(version);
  else await run(settings, version);
}

async function run(settings: ServerSettings, version: string): Promise<void> {
  const server = await startServer(settings, { version });
  endOnSignal(server);
  const client = `node ${relative(process.cwd(), fileURLToPath(new URL('../node/main.js', import.meta.url)))}`;
  console.log(announcement(server, { version, guarded: settings.doors.token !== undefined, client }));
  for (const line of server.lines) tellLosses(line, text => console.error(text));
}

function endOnSignal(server: RunningServer): void {
  let ending = false;
  const end = () => {
    // A terminal tells its whole group, and a program that started this one may tell it again.
    if (ending) return;
    ending = true;
    setTimeout(() => process.exit(FAILED), CLOSING).unref();
    server.close().then(() => process.exit(0), fail);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
}

async function ownVersion(): Promise<string> {
  const manifest = await readFile(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}

function fail(error: unknown): void {
  if (!(error instanceof BusError)) {
    console.error(error);
    process.exit(FAILED);
  }
  console.error(error.message);
  if (error.hint !== undefined) console.error(error.hint);
  process.exit(error instanceof UsageError ? USAGE : FAILED);
}

main().catch(fail);
