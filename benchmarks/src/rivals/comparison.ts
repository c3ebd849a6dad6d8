import type { Driver } from '../driver.js';
import { type MeasureOptions, measure } from '../measure.js';
import { median, medianRatio } from '../statistics.js';

/** A way to do the work: ours or somebody else's. */
export interface Way {
  readonly name: string;
  readonly ours: boolean;
  readonly run: Driver;
}

/** What one way took, and how it compares with the others. */
export interface Compared {
  readonly name: string;
  readonly ours: boolean;
  /** Nanoseconds of one operation. */
  readonly medianNs: number;
  /** How many times as fast as the way of that name. */
  against(name: string): number;
}

/** Measures ways side by side. */
export function compare(ways: readonly Way[], options: MeasureOptions): Compared[] {
  const times = measure(
    ways.map(({ run }) => run),
    options,
  );
  return ways.map(({ name, ours }, index) => ({
    name,
    ours,
    medianNs: median(times[index]!),
    against(other) {
      const baseline = ways.findIndex(way => way.name === other);
      if (baseline < 0) throw new RangeError(`nobody is called ${other}`);
      return medianRatio(times[baseline]!, times[index]!);
    },
  }));
}

/** The name of the fastest way that is not ours. */
export function fastestRival(compared: readonly Compared[]): string {
  const rivals = compared.filter(({ ours }) => !ours).toSorted((a, b) => a.medianNs - b.medianNs);
  if (rivals[0] === undefined) throw new RangeError('there is nobody to compare with');
  return rivals[0].name;
}

/** The one of that name. */
export function wayOf(compared: readonly Compared[], name: string): Compared {
  const found = compared.find(way => way.name === name);
  if (found === undefined) throw new RangeError(`nobody is called ${name}`);
  return found;
}
