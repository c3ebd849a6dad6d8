import { DconClient, simulatedAnalogInput, simulatedDigital } from '@bus/dcon';
import type { Line } from '@bus/line';
import { asciiFraming, MemoryBank, ModbusClient } from '@bus/modbus';
import { describe, expect, it } from 'vitest';
import { makeBench, numberAt, numberedInstrument } from '../src/bench.fixture.js';
import { bitFlip, extraBytes, lostBytes } from '../src/faults/byte-faults.js';
import { chunked, late, silence } from '../src/faults/time-faults.js';
import { modbusInstrument } from '../src/instruments/modbus-instrument.js';
import { mulberry32, randomInteger } from '../src/random.js';

const PER_CALLER = 1250;
const VOLTS = [1.25, -2.5, 3.75, -5, 6.25, -7.5, 8.75, -9.9];

/** Noise that each of the three checksums sees: one bit, one character too few or too many; and answers cut and late. */
const NOISE = [
  bitFlip(),
  lostBytes(),
  extraBytes({ where: 'before', count: 2 }),
  extraBytes({ where: 'inside' }),
  extraBytes({ where: 'after', count: 2 }),
  late([1, 90]),
  silence(),
  chunked('random'),
].map(fault => ({ fault, probability: 0.012 }));

/** RTU, ASCII and DCON instruments on one wire. */
function oneWire(seed: number) {
  const bench = makeBench({ seed, faults: NOISE, line: { timeout: 100, lateWindow: 200, retries: 2 } });
  const { clock, virtual } = bench;
  for (const unit of [1, 2]) virtual.attach(numberedInstrument(unit));
  const registers = Object.fromEntries(Array.from({ length: 300 }, (_, at) => [at, numberAt(11, at)]));
  const bank = new MemoryBank({ holdingRegisters: registers });
  virtual.attach(modbusInstrument({ unit: 11, bank, framing: asciiFraming() }));
  virtual.attach(simulatedAnalogInput('7017', { address: 0x03, checksum: true, values: VOLTS, clock }));
  virtual.attach(simulatedDigital('7044', { address: 0x04, checksum: true, clock }));
  return bench;
}

/** Asks for something and says whether the value was the right one. */
type Ask = (random: () => number) => Promise<boolean>;

function callers(line: Line): Record<string, Ask> {
  const modbus = new ModbusClient(line);
  const dcon = new DconClient(line);
  const analog = dcon.module(0x03, { checksum: true, family: '7017' }).analogInputs;
  const outputs = dcon.module(0x04, { checksum: true, family: '7044' }).outputs;
  const registers =
    (unit: number, framing: 'rtu' | 'ascii'): Ask =>
    async random => {
      const from = randomInteger(random, 0, 290);
      const count = randomInteger(random, 1, 8);
      const values = await modbus.unit(unit, { framing }).readRegisters(from, count);
      return (
        values.every((value, index) => value === numberAt(unit, from + index)) && values.length === count
      );
    };
  const channel: Ask = async random => {
    const at = randomInteger(random, 0, 7);
    const reading = await analog.readChannel(at);
    return 'value' in reading && reading.value === VOLTS[at];
  };
  return {
    'rtu 1': registers(1, 'rtu'),
    'rtu 1 again': registers(1, 'rtu'),
    'rtu 2': registers(2, 'rtu'),
    'ascii 11': registers(11, 'ascii'),
    'ascii 11 again': registers(11, 'ascii'),
    'dcon 03': channel,
    'dcon 03 again': channel,
    'dcon 04': async random => {
      const number = randomInteger(random, 1, 8);
      await outputs.set(number, random() < 0.5);
      return true;
    },
  };
}

describe('one wire with Modbus RTU, Modbus ASCII and DCON', () => {
  it('gives no wrong value and starves nobody in 10,000 exchanges under noise', async () => {
    const { clock, line } = oneWire(7);
    const asks = Object.entries(callers(line));
    const tally = { right: 0, failed: 0, wrong: 0 };
    const done = new Map<string, number>();
    let slowestAtHalf = Number.POSITIVE_INFINITY;
    const work = asks.map(async ([name, ask], index) => {
      const random = mulberry32(100 + index);
      for (let round = 0; round < PER_CALLER; round += 1) {
        try {
          tally[(await ask(random)) ? 'right' : 'wrong'] += 1;
        } catch {
          tally.failed += 1;
        }
        done.set(name, round + 1);
        const all = [...done.values()].reduce((sum, count) => sum + count, 0);
        if (all === (asks.length * PER_CALLER) / 2) slowestAtHalf = Math.min(...done.values());
      }
    });
    await clock.until(Promise.all(work));
    expect(tally.wrong).toBe(0);
    expect(tally.right + tally.failed).toBe(10_000);
    expect(tally.right).toBeGreaterThan(9_900);
    expect(slowestAtHalf).toBeGreaterThan(PER_CALLER / 8);
    await line.close();
  }, 120_000);

  it('takes no piece of a late Modbus answer for the "done" of a module without checksum', async () => {
    const { clock, virtual, line } = makeBench({ line: { timeout: 100, retries: 0 } });
    const bank = new MemoryBank({ holdingRegisters: { 0: 0x3e0d, 1: 0x3e0d } });
    virtual.attach(modbusInstrument({ unit: 1, bank, delay: 150 }));
    const outputs = new DconClient(line).module(0x04, { checksum: false, family: '7044' }).outputs;
    const late = new ModbusClient(line)
      .unit(1)
      .readRegisters(0, 2)
      .catch((error: unknown) => error);
    const set = outputs.set(2, true).catch((error: unknown) => error);
    expect(await clock.until(late)).toMatchObject({ code: 'no-reply' });
    expect(await clock.until(set)).toMatchObject({ code: 'no-reply' });
    await line.close();
  });
});
