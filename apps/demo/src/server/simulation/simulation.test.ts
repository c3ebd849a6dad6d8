import { DrioClient } from '@bus/232drio';
import { DconClient } from '@bus/dcon';
import { Line } from '@bus/line';
import { FakeClock } from '@bus/line/testing';
import { ModbusClient } from '@bus/modbus';
import { describe, expect, it } from 'vitest';
import { SimulatedPorts, type SimulationOptions } from './simulated-ports.js';

function bench(port: string, options: SimulationOptions = {}) {
  const clock = new FakeClock();
  const ports = new SimulatedPorts({ clock, ...options });
  const made = ports.makePort({ id: 'line', port, options: {}, protocol: 'modbus' });
  const line = new Line(made.transport, { clock, retries: 0, reconnect: false });
  const oven = new ModbusClient(line).unit(1);
  const modules = new DconClient(line);
  const temperature = (address = 289) =>
    clock.until(oven.readRegister(address, { decimals: 1, signed: true }));
  return { clock, ports, ...made, line, oven, modules, temperature };
}

describe('the simulated oven', () => {
  it('approaches its set point, heating on its way, and stays there with a little noise', async () => {
    const { clock, oven, temperature } = bench('sim:');
    await clock.until(oven.writeRegister(24, 120, { decimals: 1 }));
    await clock.advance(1000);
    expect(await clock.until(oven.readBits(172, 3, { table: 'coil' }))).toEqual([true, false, true]);
    const soon = await temperature();
    await clock.advance(20_000);
    const later = await temperature();
    expect([soon > 77, later > soon + 15, later < 115]).toEqual([true, true, true]);
    await clock.advance(200_000);
    const seen = new Set<number>();
    for (let step = 0; step < 20; step += 1) {
      await clock.advance(1000);
      seen.add(await temperature());
    }
    expect([...seen].every(value => Math.abs(value - 120) <= 0.1)).toBe(true);
    expect(seen.size).toBeGreaterThan(1);
  });

  it('tells its deviation, and cools when the set point is far below', async () => {
    const { clock, oven, temperature } = bench('sim:');
    await clock.until(oven.writeRegister(24, 20, { decimals: 1 }));
    await clock.advance(1000);
    const [value, deviation] = await clock.until(oven.readRegisters(289, 2));
    expect(deviation).toBe(value! - 200);
    expect(await clock.until(oven.readBits(172, 3, { table: 'coil' }))).toEqual([false, true, true]);
    await clock.advance(300_000);
    expect(Math.abs(await temperature(290))).toBeLessThanOrEqual(0.1);
    expect(await clock.until(oven.readBits(172, 3, { table: 'coil' }))).toEqual([false, false, false]);
  });
});

describe('the simulated modules', () => {
  it('have inputs that wander within their range, switch now and then, and count', async () => {
    const { clock, modules } = bench('sim:');
    const analog = modules.module(3, { family: '7017' }).analogInputs;
    const inputs = modules.module(2, { family: '7044' }).inputs;
    const { counters } = modules.module(5, { family: '7080' });
    const [volts, states, counts] = [new Set<unknown>(), new Set<string>(), [] as number[]];
    for (let step = 0; step < 60; step += 1) {
      await clock.advance(2000);
      const readings = await clock.until(analog.read());
      expect(readings.map(({ status }) => status)).toEqual([...Array(7).fill('ok'), 'over']);
      volts.add(readings[0]!.value);
      states.add((await clock.until(inputs.read())).join());
      counts.push(await clock.until(counters.read(0)));
    }
    expect(volts.size).toBeGreaterThan(30);
    expect(states.size).toBeGreaterThan(3);
    expect(counts).toEqual(counts.toSorted((a, b) => a - b));
    expect(counts.at(-1)! - counts[0]!).toBeGreaterThan(500);
  });

  it('do the same again with the same seed, and something else with another', async () => {
    const after = async (seed: number) => {
      const { clock, modules } = bench('sim:', { seed });
      await clock.advance(30_000);
      return (await clock.until(modules.module(3, { family: '7017' }).analogInputs.read())).map(
        ({ value }) => value,
      );
    };
    const first = await after(7);
    expect(await after(7)).toEqual(first);
    expect(await after(8)).not.toEqual(first);
  });

  it('answer in the time that a wire takes', async () => {
    const { clock, modules } = bench('sim:');
    const before = clock.now();
    await clock.until(modules.module(2, { family: '7044' }).command('$022'));
    const characters = '$022\r'.length + '!02400600\r'.length;
    expect(clock.now() - before).toBeGreaterThan((characters * 10_000) / 19_200);
  });
});

it('the input of the simulated 232DRIO changes, and its relays do not', async () => {
  const { clock, line } = bench('sim:drio');
  const unit = new DrioClient(line);
  await clock.until(unit.relays.set(2, true));
  const before = await clock.until(unit.read());
  await clock.advance(16_000);
  expect(await clock.until(unit.read())).toEqual({ ...before, input: !before.input });
});

it('a plug that is pulled takes the port away until it is put back', async () => {
  const { clock, line, plug, temperature } = bench('sim:');
  await temperature();
  plug!.pull();
  expect(line.state).toBe('lost');
  await expect(temperature()).rejects.toMatchObject({ name: 'TransportError' });
  plug!.restore();
  await clock.until(line.open());
  expect(await temperature()).toBeGreaterThan(70);
});

it('nothing goes on once it is stopped', async () => {
  const { clock, ports } = bench('sim:');
  ports.makePort({ id: 'other', port: 'sim:drio', options: {}, protocol: '232drio' });
  await clock.advance(1000);
  ports.stop();
  expect(clock.pending).toBe(0);
});

it('other ports are those of the machine, and other simulations do not exist', () => {
  const make = (port: string) => () =>
    new SimulatedPorts().makePort({ id: 'line', port, options: {}, protocol: 'modbus' });
  expect(make('rtu+tcp://127.0.0.1:4001')()).toMatchObject({ framing: 'rtu' });
  expect(make('rtu+tcp://127.0.0.1:4001')()).not.toHaveProperty('plug');
  expect(make('sim:oven')).toThrow("there is no simulated line 'sim:oven'");
});
