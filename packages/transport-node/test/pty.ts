import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const hasSocat = spawnSync('socat', ['-V']).status === 0;

/** Tests that need pseudo-terminals: skipped, with the reason, where `socat` is missing; on CI that is a failure. */
export function describeWithPty(title: string, body: () => void): void {
  if (hasSocat) {
    describe(title, body);
  } else if (process.env.CI) {
    describe(title, () => {
      it('finds socat', () => expect.fail('socat is not installed'));
    });
  } else {
    console.warn(`skipped: ${title}: socat is not installed`);
    describe.skip(`${title} (skipped: socat is not installed)`, body);
  }
}

/** A `socat` between one or two pseudo-terminals, ended by its process. */
export class Pty {
  /** Names of the terminals; the same again after `restore`. */
  readonly paths: readonly string[];
  readonly #directory = mkdtempSync(join(tmpdir(), 'bus-pty-'));
  readonly #otherEnd: string | undefined;
  #child: ChildProcess | undefined;
  #keepers: number[] = [];
  #received: Buffer = Buffer.alloc(0);

  constructor(terminals: 1 | 2) {
    const names = terminals === 1 ? ['a'] : ['a', 'b'];
    this.paths = names.map(name => join(this.#directory, name));
    this.#otherEnd = terminals === 1 ? '-' : undefined;
  }

  async start(): Promise<void> {
    this.#received = Buffer.alloc(0);
    for (const path of this.paths) rmSync(path, { force: true });
    const ends = this.paths.map(path => `pty,raw,echo=0,link=${path}`);
    if (this.#otherEnd) ends.push(this.#otherEnd);
    // Small blocks: then a direction that nobody takes from does not hold up the other one.
    const child = spawn('socat', ['-d', '-d', '-b', '1024', ...ends], { stdio: ['pipe', 'pipe', 'pipe'] });
    this.#child = child;
    child.stdin.on('error', () => undefined);
    child.stdout.on('data', (chunk: Buffer) => {
      if (child === this.#child) this.#received = Buffer.concat([this.#received, chunk]);
    });
    await new Promise<void>((resolve, reject) => {
      let said = '';
      child.once('exit', () => reject(new Error(`socat ended: ${said}`)));
      child.stderr.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        if (said.includes('starting data transfer loop')) resolve();
      });
    });
    // socat ends when nobody has the terminal open any more, so one descriptor stays.
    const flags = constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK;
    this.#keepers = this.paths.map(path => openSync(path, flags));
  }

  /** Sends bytes to the single terminal. */
  write(bytes: Uint8Array): void {
    this.#child?.stdin?.write(bytes.slice());
  }

  /** What came from the single terminal. */
  received(): Uint8Array {
    return new Uint8Array(this.#received);
  }

  /** Stops taking what comes from the single terminal, so that its output finds no room some time, or goes on. */
  take(on: boolean): void {
    if (on) this.#child?.stdout?.resume();
    else this.#child?.stdout?.pause();
  }

  /** Lets nothing through any more, or again; the terminals stay. */
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void {
    this.#child?.kill(signal);
  }

  /** The terminals vanish, as a USB adapter does that is pulled out. */
  async unplug(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (child && child.exitCode === null && child.signalCode === null) {
      const exited = new Promise(resolve => child.once('exit', resolve));
      child.kill('SIGKILL');
      await exited;
    }
    // Else they would be open for a while longer, among the descriptors of a test that counts these.
    for (const stream of [child?.stdin, child?.stdout, child?.stderr]) stream?.destroy();
    // Its number may soon be that of somebody else's terminal.
    for (const path of this.paths) rmSync(path, { force: true });
    for (const keeper of this.#keepers) closeSync(keeper);
    this.#keepers = [];
  }

  async dispose(): Promise<void> {
    await this.unplug();
    rmSync(this.#directory, { recursive: true, force: true });
  }
}

/** Two pseudo-terminals, joined like by a null-modem cable. */
export async function openPtyPair(): Promise<Pty> {
  const pty = new Pty(2);
  await pty.start();
  return pty;
}

/** One pseudo-terminal whose other end is `write` and `received`. */
export async function openPtyPipe(): Promise<Pty> {
  const pty = new Pty(1);
  await pty.start();
  return pty;
}
