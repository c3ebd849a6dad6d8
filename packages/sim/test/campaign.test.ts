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
 * Everything that can go wrong, each in a small part of the replies. `doubles`: answers come twice, too, and then nothing
 * is done that no client could tell from it: pauses inside an answer, which move the second copy behind the next question,
 * and repeated questions, whose two answers and a copy make three.
 */
function everything(doubles: boolean): PlannedFault[] {
  const pause = doubles ? 0 : 3;
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
    ...(doubles ? [doubled()] : []),
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
  readonly doubles: boolean;
  readonly more?: PlannedFault[];
  readonly line?: Omit<LineOptions, 'retries'>;
}

/** Callers that read one to eight registers here and there, each after its own answer, and what became of it. */
async function run({ seed, reads, callers, baudRate, doubles, more = [], line }: Campaign) {
  const { clock, virtual, client } = makeBench({
    seed,
    faults: [...everything(doubles), ...more],
    // Longer than any answer here can be late.
    line: { timeout: 100, lateWindow: 1000, retries: doubles ? 0 : 1, ...line },
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
    { seed: 1, reads: 3000, callers: 1, doubles: true },
    { seed: 2, reads: 3000, callers: 6, doubles: false },
    { seed: 3, reads: 1000, callers: 4, doubles: true, baudRate: 9600 },
    { seed: 4, reads: 1000, callers: 4, doubles: false, baudRate: 115_200 },
  ])('ends without one wrong value: %o', async campaign => {
    const { right, wrong, failed, log } = await run(campaign);
    expect(wrong).toBe(0);
    expect(right + failed).toBe(campaign.reads);
    expect(right).toBeGreaterThan(campaign.reads * 0.5);
    expect(log.length).toBeGreaterThan(campaign.reads * 0.3);
    for (const { fault } of everything(campaign.doubles)) {
      expect(log.some(({ faults }) => faults.includes(fault.name))).toBe(true);
    }
  });

  it('is the same each time', async () => {
    const campaign: Campaign = { seed: 9, reads: 300, callers: 3, doubles: false, baudRate: 19_200 };
    const [first, second] = [await run(campaign), await run(campaign)];
    expect(second).toEqual(first);
  });

  it('goes on through the loss of the port, again and again', async () => {
    const more = [{ fault: portLoss({ back: 150 }), probability: 0.02 }];
    const campaign: Campaign = {
      seed: 5,
      reads: 1000,
      callers: 4,
      doubles: false,
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
