import { closeSync, constants, openSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Program } from './program.ts';
import { makeFolder, removeFolder } from './run-folder.ts';

/**
 * Two pseudo-terminals, joined as if by a null-modem cable: `socat` between them, and a name for each that stays the
 * same when they are plugged in again.
 */
export class PtyPair {
  readonly ours: string;
  readonly theirs: string;
  readonly #folder = makeFolder('pty');
  readonly #blockSize: number;
  #socat: Program | undefined;
  #keepers: number[] = [];

  private constructor(blockSize: number) {
    this.#blockSize = blockSize;
    this.ours = join(this.#folder, 'ours');
    this.theirs = join(this.#folder, 'theirs');
  }

  /** `blockSize`: most bytes that arrive in one piece. */
  static async open(blockSize = 1024): Promise<PtyPair> {
    const pair = new PtyPair(blockSize);
    await pair.plugIn();
    return pair;
  }

  async plugIn(): Promise<void> {
    const paths = [this.ours, this.theirs];
    const ends = paths.map(path => `pty,raw,echo=0,link=${path}`);
    const args = ['-d', '-d', '-b', String(this.#blockSize), ...ends];
    this.#socat = await Program.start('socat', args, /starting data transfer loop/);
    // socat ends when nobody has a terminal open any more, so one descriptor of each stays.
    const flags = constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK;
    this.#keepers = paths.map(path => openSync(path, flags));
  }

  /** The terminals vanish, as a USB adapter does that is pulled out. */
  async unplug(): Promise<void> {
    await this.#socat?.kill();
    this.#socat = undefined;
    for (const keeper of this.#keepers) closeSync(keeper);
    this.#keepers = [];
    for (const path of [this.ours, this.theirs]) rmSync(path, { force: true });
  }

  async dispose(): Promise<void> {
    await this.unplug();
    removeFolder(this.#folder);
  }
}
