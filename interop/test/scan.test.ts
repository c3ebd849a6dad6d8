import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startBus } from '../support/bus-program.ts';
import { PATIENCE } from '../support/patience.ts';
import { BAUD } from '../support/peers.ts';
import { type Finished, runToEnd } from '../support/program.ts';
import { PtyPair } from '../support/pty.ts';
import { Rig } from '../support/rig.ts';
import { runFolder } from '../support/run-folder.ts';
import { SimulatedUnits } from '../support/simulated-units.ts';
import { TABLE_SIZE } from '../support/values.ts';
import { describeWith } from './describe-with.ts';

const cli = dirname(createRequire(import.meta.url).resolve('@bus/cli/package.json'));
const env = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(BUS_|NODE_ENV$)/.test(name)),
);

/** Runs `bus` where no configuration file is about. */
const bus = (...words: string[]): Promise<Finished> =>
  runToEnd(process.execPath, [join(cli, 'bin/bus.js'), ...words], { cwd: runFolder(), env });
/** For what is answered. */
const patient = ['--timeout', String(PATIENCE)];
const events = (stdout: string) =>
  stdout
    .trim()
    .split('\n')
    .map(line => JSON.parse(line));

for (const name of ['libmodbus', 'pymodbus'] as const) {
  describeWith(['socat', name], `scans, ping and identify with a server made of ${name}`, () => {
    let rig: Rig;

    beforeAll(async () => {
      rig = await Rig.open(name);
    });
    afterAll(() => rig?.dispose());

    const port = () => ['--port', rig.cable.ours];
    const here = () => [...port(), '--baud', String(BAUD)];

    it('finds its unit', async () => {
      const range = ['--units', '1-3', '--protocol', 'modbus', '--timeout', '3000', '--quick'];
      const { code, stdout } = await bus('scan', 'units', ...range, '--json', ...here());
      expect(code).toBe(0);
      expect(events(stdout)).toEqual([
        expect.objectContaining({ event: 'found', unit: 1, asked: 'holding', late: false }),
        expect.objectContaining({ event: 'summary', found: 1, problems: 0, asked: 3, complete: true }),
      ]);
    });

    it('finds where its tables end', async () => {
      const to = String(TABLE_SIZE + 5);
      const { code, stdout } = await bus(
        'scan',
        'registers',
        '--slave',
        '1',
        '--to',
        to,
        '--json',
        ...patient,
        ...here(),
      );
      expect(code).toBe(0);
      const ranges = events(stdout).filter(({ event }) => event === 'range');
      expect(ranges.map(({ table, from, to: last }) => [table, from, last])).toEqual(
        ['holding', 'input', 'coil', 'discrete'].map(table => [table, 0, TABLE_SIZE - 1]),
      );
    });

    it('finds out how the line speaks, as far as a pseudo-terminal has a speed', async () => {
      const { code, stdout } = await bus(
        'scan',
        'line',
        '--listen',
        '100',
        '--timeout',
        '3000',
        '--json',
        ...port(),
      );
      expect(code).toBe(0);
      expect(events(stdout)[0]).toMatchObject({
        event: 'speaks',
        format: '8N1',
        framing: 'rtu',
        unit: 1,
        sure: 'certain',
      });
    });

    it('pings it without a loss', async () => {
      const { code, stdout } = await bus(
        'ping',
        '--slave',
        '1',
        '--count',
        '20',
        '--every',
        '5',
        '--json',
        ...patient,
        ...here(),
      );
      expect(code).toBe(0);
      const { units } = events(stdout).at(-1);
      expect(units[0]).toMatchObject({ unit: 1, sent: 20, answered: 20, loss: 0 });
      expect(units[0].roundTrip.p50).toBeLessThanOrEqual(units[0].roundTrip.p99);
    });

    it('asks it what it is', async () => {
      const { code, stdout } = await bus(
        'identify',
        '--slave',
        '1',
        '--timeout',
        '3000',
        '--json',
        ...here(),
      );
      expect(code).toBe(0);
      const { answers } = JSON.parse(stdout);
      expect(answers.map(({ asked }: { asked: string }) => asked)).toContain('function 17');
      expect(answers.some(({ outcome }: { outcome: string }) => outcome !== 'silent')).toBe(true);
    });

    it('is well, as far as the doctor sees', async () => {
      const { code, stdout } = await bus('doctor', '--ask', '1', ...patient, ...here());
      expect(code).toBe(0);
      expect(stdout).toContain('answer: 3 of 3 questions were answered');
    });
  });
}

describeWith(['socat'], 'scans of simulated instruments on a serial port', () => {
  let units: SimulatedUnits;

  beforeAll(async () => {
    units = await SimulatedUnits.open();
  });
  afterAll(async () => {
    await units?.dispose();
    expect(units?.errors).toEqual([]);
  });

  it('find the three of them', async () => {
    const range = ['--units', '1-4', '--protocol', 'modbus', '--timeout', '3000', '--quick'];
    const { code, stdout } = await bus(
      'scan',
      'units',
      ...range,
      '--port',
      units.path,
      '--baud',
      String(BAUD),
    );
    expect(code).toBe(0);
    expect(stdout.match(/^unit \d/gm)).toEqual(['unit 1', 'unit 2', 'unit 3']);
  });
});

describeWith(['socat'], 'the doctor with two ports that are joined', () => {
  let cable: PtyPair;

  beforeAll(async () => {
    cable = await PtyPair.open();
  });
  afterAll(() => cable?.dispose());

  it('sends every byte there and back', async () => {
    const { code, stdout } = await bus('doctor', '--port', cable.ours, '--loopback-to', cable.theirs);
    expect(stdout).toContain(`${cable.ours} to ${cable.theirs}: all 264 bytes came back`);
    expect(stdout).toContain(`${cable.theirs} to ${cable.ours}: all 264 bytes came back`);
    expect(code).toBe(0);
  });

  it('hears that nothing comes back to the same port', async () => {
    const { code, stdout } = await bus('doctor', '--port', cable.ours, '--loopback');
    expect(stdout).toContain(`${cable.ours}: nothing came back`);
    expect(code).toBe(6);
  });

  it('names the process that has a port open', async () => {
    const listening = await startBus(`monitor --port ${cable.ours} --baud ${BAUD}`, /is open\n/);
    try {
      const { stdout } = await bus('doctor', '--port', cable.ours);
      expect(stdout).toMatch(/in-use: \S+ is open in .*node/);
      expect(await listening.interrupt()).toBe(130);
    } finally {
      await listening.kill();
    }
  });
});
