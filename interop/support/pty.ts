import { closeSync, constants, openSync, readSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
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

  /**
   * @param ready waits until somebody listens at their end: only then our end is there, so that nothing is said to nobody.
   */
  async plugIn(ready?: () => Promise<unknown>): Promise<void> {
    // Nobody finds an end before both of them are as they shall be.
    const names = [this.theirs, this.ours];
    const paths = names.map(name => `${name}-in-the-making`);
    const ends = paths.map(path => `pty,raw,echo=0,link=${path}`);
    const args = ['-d', '-d', '-b', String(this.#blockSize), ...ends];
    this.#socat = await Program.start('socat', args, /starting data transfer loop/);
    // socat ends when nobody has a terminal open any more, so one descriptor of each stays.
    const flags = constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK;
    this.#keepers = paths.map(path => openSync(path, flags));
    renameSync(paths[0]!, names[0]!);
    await ready?.();
    renameSync(paths[1]!, names[1]!);
  }

  /** Lets bytes that arrive at their end, where nobody listens, vanish as on a wire: whoever opens it next gets none of them. */
  async vanish(count: number): Promise<void> {
    const bytes = Buffer.alloc(count);
    for (let left = count; left > 0; ) {
      const taken = readNow(this.#keepers[0]!, bytes.subarray(0, left));
      left -= taken;
      if (taken === 0) await pause(5);
    }
  }

  /** The terminals vanish, as a USB adapter does that is pulled out. */
  async unplug(): Promise<void> {
    // First the names: as soon as the terminals are gone, the system gives their numbers to terminals of others.
    for (const path of [this.ours, this.theirs]) rmSync(path, { force: true });
    await this.#socat?.kill();
    this.#socat = undefined;
    for (const keeper of this.#keepers) closeSync(keeper);
    this.#keepers = [];
  }

  async dispose(): Promise<void> {
    await this.unplug();
    removeFolder(this.#folder);
  }
}

/** How many bytes there are to read; 0 when there are none yet. */
function readNow(descriptor: number, into: Uint8Array): number {
  try {
    return readSync(descriptor, into);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return 0;
    throw error;
  }
}
