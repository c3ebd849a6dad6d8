import type { LineOptions } from '@bus/line';
import { describe, expect, it } from 'vitest';
import { makeBench, numberAt, numberedInstrument } from '../src/bench.fixture.js';
import { bitFlip, extraBytes, lostBytes, truncated } from '../src/faults/byte-faults.js';
import type { PlannedFault } from '../src/faults/fault.js';
import { chunked, doubled, late, portLoss, silence } from '../src/faults/time-faults.js';
import { echoed, foreignMaster, otherUnit } from '../src/faults/traffic-faults.js';
import { mulberry32, randomInteger } from '../src/random.js';

const UNITS = [1, 2, 3];

/**
 * Everything that can go wrong, each in a small part of the replies. An answer that comes twice is left out where pieces
 * come with pauses: its second copy would come after the next question, whose answer it could pass for.
 */
function everything(pieces: 'at once' | 'with pauses'): PlannedFault[] {
  const pause = pieces === 'at once' ? 0 : 3;
  return [
    bitFlip(),
    bitFlip(3),
    lostBytes(),
    lostBytes(2),
    extraBytes({ where: 'before', count: 3 }),
    extraBytes({ where: 'inside' }),
    extraBytes({ where: 'after', count: 2 }),
    truncated(),
    late([1, 90]),
    late([100, 260]),
    ...(pause === 0 ? [doubled()] : []),
    chunked('bytes', pause),
    chunked('random', pause),
    echoed('whole'),
    echoed('partial'),
    echoed('corrupted'),
    otherUnit(),
    foreignMaster(),
    foreignMaster({ where: 'after' }),
    silence(),
  ].map(fault => ({ fault, probability: 0.025 }));
}

interface Campaign {
  readonly seed: number;
  readonly reads: number;
  readonly callers: number;
  readonly baudRate?: number;
  readonly pieces: 'at once' | 'with pauses';
  readonly more?: PlannedFault[];
  readonly line?: LineOptions;
}

/** Callers that read one to eight registers here and there, each after its own answer, and what became of it. */
async function run({ seed, reads, callers, baudRate, pieces, more = [], line }: Campaign) {
  const { clock, virtual, client } = makeBench({
    seed,
    faults: [...everything(pieces), ...more],
    // Longer than any answer here can be late.
    line: { timeout: 100, lateWindow: 1000, ...line },
    ...(baudRate === undefined ? {} : { baudRate }),
  });
  for (const unit of UNITS) virtual.attach(numberedInstrument(unit, 300, 2));
  const random = mulberry32(seed);
  const counts = { right: 0, wrong: 0, failed: 0 };
  const call = async () => {
    const unit = UNITS[randomInteger(random, 0, UNITS.length - 1)]!;
    const address = randomInteger(random, 0, 200);
    const quantity = randomInteger(random, 1, 8);
    const table = random() < 0.5 ? 'holding' : 'input';
    const values = await client.unit(unit).readRegisters(address, quantity, { table });
    return (
      values.length === quantity && values.every((value, index) => value === numberAt(unit, address + index))
    );
  };
  const caller = async () => {
    for (let read = 0; read < reads / callers; read += 1) {
      try {
        counts[(await call()) ? 'right' : 'wrong'] += 1;
      } catch (error) {
        if ((error as { code?: string }).code === undefined) throw error;
        counts.failed += 1;
      }
    }
  };
  await clock.until(Promise.all(Array.from({ length: callers }, caller)));
  return { ...counts, log: virtual.faultLog, time: clock.now(), losses: client.line.statistics.losses };
}

describe('a campaign of faults', () => {
  it.each<Campaign>([
    { seed: 1, reads: 3000, callers: 1, pieces: 'at once' },
    { seed: 2, reads: 3000, callers: 6, pieces: 'with pauses' },
    { seed: 3, reads: 1000, callers: 4, pieces: 'at once', baudRate: 9600 },
    { seed: 4, reads: 1000, callers: 4, pieces: 'with pauses', baudRate: 115_200, line: { retries: 0 } },
  ])('ends without one wrong value: %o', async campaign => {
    const { right, wrong, failed, log } = await run(campaign);
    expect(wrong).toBe(0);
    expect(right + failed).toBe(campaign.reads);
    expect(right).toBeGreaterThan(campaign.reads * 0.5);
    expect(log.length).toBeGreaterThan(campaign.reads * 0.3);
    for (const { fault } of everything(campaign.pieces)) {
      expect(log.some(({ faults }) => faults.includes(fault.name))).toBe(true);
    }
  });

  it('is the same each time', async () => {
    const campaign: Campaign = { seed: 9, reads: 300, callers: 3, pieces: 'with pauses', baudRate: 19_200 };
    const [first, second] = [await run(campaign), await run(campaign)];
    expect(second).toEqual(first);
  });

  it('goes on through the loss of the port, again and again', async () => {
    const more = [{ fault: portLoss({ back: 150 }), probability: 0.02 }];
    const campaign: Campaign = {
      seed: 5,
      reads: 1000,
      callers: 4,
      pieces: 'with pauses',
      more,
      line: { onLoss: 'hold' },
    };
    const { right, wrong, failed, losses } = await run(campaign);
    expect(wrong).toBe(0);
    expect(right + failed).toBe(1000);
    expect(right).toBeGreaterThan(500);
    expect(losses).toBeGreaterThan(10);
  });
});
