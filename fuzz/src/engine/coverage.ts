/** How often something was reached, as a class: once, twice, three times, 4 to 7 … */
function classOf(count: number): number {
  if (count < 4) return count - 1;
  if (count < 8) return 3;
  if (count < 16) return 4;
  if (count < 32) return 5;
  return count < 128 ? 6 : 7;
}

interface FileCoverage {
  s: Record<string, number> | Uint32Array;
  f: Record<string, number> | Uint32Array;
  b: Record<string, number[] | Uint32Array>;
}

/** Counters of one file of the product. */
interface Counters {
  readonly counts: Uint32Array;
  /** The classes that were seen, a bit for each. */
  readonly seen: Uint8Array;
}

/**
 * What the instrumented sources have counted. The counters that the instrumenter made are replaced by one array for each
 * file, so that looking for something new after every input costs microseconds.
 */
export class Coverage {
  readonly #files = new Map<string, Counters>();
  readonly #placesOnly: boolean;

  /** @param options `placesOnly`: how often a place was reached makes no difference. */
  constructor({ placesOnly = false }: { placesOnly?: boolean } = {}) {
    this.#placesOnly = placesOnly;
  }

  /** Statements, functions and branches that were reached so far. */
  get reached(): number {
    let sum = 0;
    for (const { seen } of this.#files.values()) for (const classes of seen) if (classes !== 0) sum += 1;
    return sum;
  }

  /** Takes note of what was reached since the last call; returns how much of it is new. */
  take(): number {
    this.#adopt();
    let fresh = 0;
    for (const { counts, seen } of this.#files.values()) {
      for (let index = 0; index < counts.length; index += 1) {
        const count = counts[index]!;
        if (count === 0) continue;
        counts[index] = 0;
        const bit = this.#placesOnly ? 1 : 1 << classOf(count);
        if ((seen[index]! & bit) !== 0) continue;
        seen[index] = seen[index]! | bit;
        fresh += 1;
      }
    }
    return fresh;
  }

  /** Forgets what was counted since the last look, as after loading. */
  drop(): void {
    this.#adopt();
    for (const { counts } of this.#files.values()) counts.fill(0);
  }

  /** Files are loaded when they are needed. */
  #adopt(): void {
    const all = (globalThis as { __coverage__?: Record<string, FileCoverage> }).__coverage__ ?? {};
    const names = Object.keys(all);
    if (names.length === this.#files.size) return;
    for (const name of names) if (!this.#files.has(name)) this.#files.set(name, countersOf(all[name]!));
  }
}

function countersOf(file: FileCoverage): Counters {
  const statements = Object.keys(file.s).length;
  const functions = Object.keys(file.f).length;
  const branches = Object.values(file.b).reduce((sum, { length }) => sum + length, 0);
  const counts = new Uint32Array(statements + functions + branches);
  file.s = counts.subarray(0, statements);
  file.f = counts.subarray(statements, statements + functions);
  let at = statements + functions;
  for (const [name, { length }] of Object.entries(file.b)) {
    file.b[name] = counts.subarray(at, at + length);
    at += length;
  }
  return { counts, seen: new Uint8Array(counts.length) };
}
