import { Line } from '@bus/line';
import { ModbusClient } from '@bus/modbus';
import { describe, expect, it } from 'vitest';
import { makeBench, numberAt, numberedInstrument, outcome } from '../src/bench.fixture.js';
import { extraBytes } from '../src/faults/byte-faults.js';
import { chunked, doubled, late, portLoss, silence } from '../src/faults/time-faults.js';
import { echoed, foreignMaster, otherUnit } from '../src/faults/traffic-faults.js';
import { temperatureController } from '../src/instruments/temperature-controller.js';

/** 77.2 on a line with this fault in every reply. */
async function temperatureWith(fault: Parameters<typeof makeBench>[0]) {
  const { clock, virtual, client } = makeBench({ line: { retries: 0 }, ...fault });
  virtual.attach(temperatureController());
  return await clock.until(client.unit(1).readRegister(289, { decimals: 1 }));
}

describe('a Modbus client on a virtual line', () => {
  it('reads 77.2, and reads back the set point that it wrote, at every baud rate', async () => {
    for (const baudRate of [undefined, 1200, 9600, 115_200]) {
      const { clock, virtual, client } = makeBench(baudRate === undefined ? {} : { baudRate });
      virtual.attach(temperatureController());
      const unit = client.unit(1);
      expect(await clock.until(unit.readRegister(289, { decimals: 1 }))).toBe(77.2);
      await clock.until(unit.writeRegister(24, 95.5, { decimals: 1 }));
      expect(await clock.until(unit.readRegister(24, { decimals: 1 }))).toBe(95.5);
    }
  });

  it('says so when nobody answers', async () => {
    const { clock, virtual, client } = makeBench({ faults: [{ fault: silence() }] });
    virtual.attach(temperatureController());
    const error: unknown = await clock.until(
      client
        .unit(1)
        .readRegister(289)
        .catch((reason: unknown) => reason),
    );
    expect(error).toMatchObject({ name: 'TimeoutError', code: 'no-reply', facts: { attempt: 2 } });
    expect(clock.now()).toBeGreaterThanOrEqual(2000);
  });

  it('repeats a read whose first answer was lost', async () => {
    const { clock, virtual, client } = makeBench({ faults: [{ fault: silence(), replies: [0] }] });
    virtual.attach(temperatureController());
    expect(await clock.until(client.unit(1).readRegister(289, { decimals: 1 }))).toBe(77.2);
  });

  it('reads 77.2 with any single byte in front of, or behind, the answer', async () => {
    const values = new Set<number>();
    for (let byte = 0; byte < 256; byte += 1) {
      for (const where of ['before', 'after'] as const) {
        const fault = extraBytes({ where, bytes: Uint8Array.of(byte) });
        values.add(await temperatureWith({ faults: [{ fault }] }));
        values.add(await temperatureWith({ faults: [{ fault }], baudRate: 19_200 }));
      }
    }
    expect([...values]).toEqual([77.2]);
  });

  it('loses no time by a byte in front of the answer', async () => {
    for (let byte = 0; byte < 256; byte += 1) {
      const fault = extraBytes({ bytes: Uint8Array.of(byte) });
      const { clock, virtual, client } = makeBench({ faults: [{ fault }] });
      virtual.attach(temperatureController());
      await clock.until(client.unit(1).readRegister(289));
      expect(clock.now()).toBe(0);
    }
  });

  it('reads 77.2 from an answer in pieces', async () => {
    for (const chunks of ['bytes', 'random', 1, 2, 3, 4, 5, 6] as const) {
      expect(await temperatureWith({ faults: [{ fault: chunked(chunks, 16) }] })).toBe(77.2);
    }
  });

  it('reads 77.2 from an answer in packets of 62 bytes, 16 ms apart', async () => {
    const { clock, virtual, client } = makeBench({ faults: [{ fault: chunked(62, 16) }], baudRate: 115_200 });
    virtual.attach(numberedInstrument(1));
    const values = await clock.until(client.unit(1).readRegisters(0, 125));
    expect(values).toEqual(values.map((_, address) => numberAt(1, address)));
  });

  it('is not confused by an answer that comes twice in a row', async () => {
    for (const [pause, baudRate] of [
      [0, undefined],
      [0, 9600],
      [3, 9600],
    ] as const) {
      const { clock, virtual, client } = makeBench({
        faults: [{ fault: doubled(pause) }],
        ...(baudRate === undefined ? {} : { baudRate }),
      });
      virtual.attach(numberedInstrument(1));
      for (let address = 0; address < 50; address += 1) {
        expect(await clock.until(client.unit(1).readRegister(address))).toBe(numberAt(1, address));
      }
    }
  });

  it('tells a second answer that comes during the next question by its shape', async () => {
    for (const pause of [5, 300, 900]) {
      const { clock, virtual, client } = makeBench({ faults: [{ fault: doubled(pause) }] });
      virtual.attach(numberedInstrument(1));
      for (let address = 0; address < 50; address += 1) {
        const quantity = 1 + (address % 2);
        expect(await clock.until(client.unit(1).readRegisters(address, quantity))).toEqual(
          Array.from({ length: quantity }, (_, index) => numberAt(1, address + index)),
        );
      }
    }
  });

  it('hears foreign masters and other units without taking their answers', async () => {
    expect(await temperatureWith({ faults: [{ fault: foreignMaster() }] })).toBe(77.2);
    expect(
      await temperatureWith({ faults: [{ fault: foreignMaster({ where: 'after' }) }], baudRate: 9600 }),
    ).toBe(77.2);
    expect(await outcome(temperatureWith({ faults: [{ fault: otherUnit() }] }))).toBe(
      'TimeoutError no-reply',
    );
  });

  it('drops the echo of its own question', async () => {
    expect(await temperatureWith({ faults: [{ fault: echoed() }] })).toBe(77.2);
    expect(await temperatureWith({ echo: true, line: { echo: true } })).toBe(77.2);
    expect(await temperatureWith({ echo: true, line: { echo: 'auto' } })).toBe(77.2);
    expect(await temperatureWith({ echo: true, line: { echo: true }, baudRate: 9600 })).toBe(77.2);
    expect(await temperatureWith({ echo: true, line: { echo: 'auto' }, baudRate: 9600 })).toBe(77.2);
    expect(
      await outcome(temperatureWith({ line: { echo: true }, faults: [{ fault: echoed('corrupted') }] })),
    ).toBe('FrameError echo-mismatch');
  });

  it('shares the line with another master that asks another unit, without a wrong value', async () => {
    for (const baudRate of [undefined, 9600]) {
      const { clock, virtual, client } = makeBench(baudRate === undefined ? {} : { baudRate });
      virtual.attach(numberedInstrument(1, 300, 2));
      virtual.attach(numberedInstrument(2, 300, 2));
      const other = new ModbusClient(new Line(virtual.transport(), { clock, timeout: 630 }));
      const read = async (master: ModbusClient, unit: number) => {
        const counts = { right: 0, wrong: 0 };
        for (let address = 0; address < 100; address += 1) {
          const value = await master
            .unit(unit)
            .readRegister(address)
            .catch(() => undefined);
          if (value !== undefined) counts[value === numberAt(unit, address) ? 'right' : 'wrong'] += 1;
        }
        return counts;
      };
      const [mine, theirs] = await clock.until(Promise.all([read(client, 1), read(other, 2)]));
      expect([mine.wrong, theirs.wrong]).toEqual([0, 0]);
      expect(mine.right + theirs.right).toBeGreaterThan(100);
    }
  });

  it('reads on after the port was lost in the middle of an answer', async () => {
    const { clock, virtual, client } = makeBench({
      baudRate: 9600,
      faults: [{ fault: portLoss({ after: 3, back: 700 }), replies: [5] }],
      line: { onLoss: 'hold' },
    });
    virtual.attach(numberedInstrument(1));
    for (let address = 0; address < 20; address += 1) {
      expect(await clock.until(client.unit(1).readRegister(address))).toBe(numberAt(1, address));
    }
    expect(client.line.statistics.losses).toBe(1);
  });
});

describe('a late answer', () => {
  it.each([
    ['a little', 1050, 0],
    ['much', 1900, 0],
    ['a little, with a repeat', 1050, 1],
    ['much, with a repeat', 2900, 1],
  ])('never resolves the next question: late %s', async (_, delay, retries) => {
    for (const baudRate of [undefined, 9600]) {
      const { clock, virtual, client } = makeBench({
        faults: [{ fault: late(delay), replies: [3] }],
        line: { retries },
        ...(baudRate === undefined ? {} : { baudRate }),
      });
      virtual.attach(numberedInstrument(1));
      let errors = 0;
      for (let address = 0; address < 204; address += 1) {
        const value = await clock.until(
          client
            .unit(1)
            .readRegister(address)
            .catch(() => undefined),
        );
        if (value === undefined) errors += 1;
        else expect(value).toBe(numberAt(1, address));
      }
      expect(errors).toBeLessThanOrEqual(1);
      expect(errors).toBe(retries === 0 ? 1 : errors);
    }
  });

  it('does not keep other units waiting', async () => {
    const { clock, virtual, client } = makeBench({
      faults: [{ fault: late(1500), replies: [0] }],
      line: { retries: 0 },
    });
    virtual.attach(numberedInstrument(1));
    virtual.attach(numberedInstrument(2));
    const first = outcome(client.unit(1).readRegister(1));
    expect(await clock.until(client.unit(2).readRegister(2))).toBe(numberAt(2, 2));
    expect(clock.now()).toBe(1000);
    expect(await first).toBe('TimeoutError no-reply');
  });
});

describe('many callers', () => {
  it('get their own values, in order per unit: 1,000 calls over 5 units', async () => {
    const { clock, virtual, client } = makeBench({ baudRate: 115_200 });
    const units = [1, 2, 3, 4, 5];
    for (const unit of units) virtual.attach(numberedInstrument(unit));
    const settled: number[][] = units.map(() => []);
    const calls = Array.from({ length: 1000 }, async (_, index) => {
      const unit = 1 + (index % 5);
      const address = Math.floor(index / 5);
      const value = await client.unit(unit).readRegister(address);
      settled[unit - 1]!.push(address);
      return value === numberAt(unit, address);
    });
    expect((await clock.until(Promise.all(calls))).every(right => right)).toBe(true);
    const inOrder = Array.from({ length: 200 }, (_, address) => address);
    expect(settled).toEqual(units.map(() => inOrder));
  });

  it('are not held up by a dead unit for longer than its time-outs', async () => {
    const { clock, virtual, client } = makeBench({
      faults: [{ fault: silence(), unit: 2 }],
      line: { retries: 0 },
    });
    for (const unit of [1, 2, 3, 4]) virtual.attach(numberedInstrument(unit));
    const dead = outcome(client.unit(2).readRegister(1));
    const alive = [1, 3, 4].map(unit => client.unit(unit).readRegister(1));
    expect(await clock.until(Promise.all(alive))).toEqual([1, 3, 4].map(unit => numberAt(unit, 1)));
    expect(await dead).toBe('TimeoutError no-reply');
    expect(clock.now()).toBe(1000);
  });
});
