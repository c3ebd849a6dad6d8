import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Family } from '@bus/dcon';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { PATIENCE } from '../support/patience.ts';
import { type Finished, runToEnd } from '../support/program.ts';
import { runFolder } from '../support/run-folder.ts';
import { SimulatedModules, simulatedFamilies } from '../support/simulated-modules.ts';
import { describeWith } from './describe-with.ts';

const cli = dirname(createRequire(import.meta.url).resolve('@bus/cli/package.json'));
const env = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(BUS_|NODE_ENV$)/.test(name)),
);

/** Runs `bus` on its end of the cable, where no configuration file is about and nothing is said of the speed. */
function bus({ path }: SimulatedModules, command: string): Promise<Finished> {
  const args = [join(cli, 'bin/bus.js'), ...command.split(' '), '--port', path];
  if (!args.includes('--timeout')) args.push('--timeout', String(PATIENCE));
  return runToEnd(process.execPath, args, { cwd: runFolder(), env });
}
const printed = (...lines: string[]): Finished => ({ code: 0, stdout: `${lines.join('\n')}\n`, stderr: '' });

/** How many values a module of a family has. */
function sizeOf({ digital, analogInput, analogOutput, counter }: Family): number {
  const parts = [analogInput, analogOutput, counter].map(part => part?.channels ?? 0);
  return parts.reduce((sum, part) => sum + part, (digital?.inputs ?? 0) + (digital?.outputs ?? 0));
}

describeWith(['socat'], 'the program bus with DCON modules on a serial port', () => {
  let modules: SimulatedModules;

  beforeAll(async () => {
    modules = await SimulatedModules.dcon();
  });
  afterAll(async () => {
    await modules?.dispose();
    expect(modules?.errors).toEqual([]);
  });

  it('sends a raw request, with and without a checksum', async () => {
    expect(await bus(modules, 'dcon send $022')).toEqual(printed('!02400600'));
    expect(await bus(modules, 'dcon send $0A2 --checksum on')).toEqual(printed('!0A400640'));
    const { code, stderr } = await bus(modules, 'dcon send $022 --checksum on --timeout 300 --retries 0');
    expect(code).toBe(3);
    expect(stderr).toMatch(/^ {2}sent {3}24 30 32 32 42 38 0D {2}\$022B8$/m);
  });

  it('tells what a module is, and that it is 9600 bit/s unless something is said', async () => {
    const { stdout, stderr, code } = await bus(modules, 'dcon info --address 02 -v');
    expect(code).toBe(0);
    expect(stdout).toContain('model     I-7044\n');
    expect(stderr).toContain(' 9600-8N1 dcon 02, checksum off, identify\n');
  });

  it('switches outputs of a digital module one at a time, and keeps them', async () => {
    expect(await bus(modules, 'dcon set --address 02 --output 2 on')).toEqual(
      printed('output 2 of module 02: on'),
    );
    expect(await bus(modules, 'dcon set --address 02 --output 8 on')).toMatchObject({ code: 0 });
    expect(await bus(modules, 'dcon set --address 02 --output 2 off')).toMatchObject({ code: 0 });
    const { stdout } = await bus(modules, 'dcon read --address 02');
    expect(stdout.match(/^output \d {2}\w+$/gm)).toEqual([
      ...[1, 2, 3, 4, 5, 6, 7].map(output => `output ${output}  off`),
      'output 8  on',
    ]);
    expect(stdout.match(/^input \d {3}on$/gm)).toHaveLength(4);
  });

  it('switches the outputs of a module with a checksum', async () => {
    expect(await bus(modules, 'dcon set --address 0A --checksum on --output 4 on')).toEqual(
      printed('output 4 of module 0A: on'),
    );
    expect((await bus(modules, 'dcon read --address 0A --checksum on')).stdout).toContain('output 4  on\n');
  });

  it('reads analog inputs', async () => {
    const { code, stdout } = await bus(modules, 'dcon read --address 03');
    expect(code).toBe(0);
    expect(stdout.split('\n').slice(0, 2)).toEqual(['analog input 0  4.982 V', 'analog input 1  -0.31 V']);
  });

  it('sets analog outputs, which then can be read', async () => {
    expect(await bus(modules, 'dcon set --address 04 --channel 1 --value 7.25')).toEqual(
      printed('analog output 1 of module 04: 7.25'),
    );
    const { stdout } = await bus(modules, 'dcon read --address 04');
    expect(stdout).toBe(
      'analog output 0  0 V\nanalog output 1  7.25 V\nanalog output 2  0 V\nanalog output 3  0 V\n',
    );
    expect(await bus(modules, 'dcon set --address 04 --channel 1 --value 11')).toMatchObject({ code: 2 });
    expect((await bus(modules, 'dcon read --address 04')).stdout).toBe(stdout);
  });

  it('reads counters', async () => {
    expect(await bus(modules, 'dcon read --address 05')).toEqual(printed('counter 0  0', 'counter 1  0'));
  });

  it('watches a module', async () => {
    const { code, stdout } = await bus(modules, 'dcon watch --address 03 --every 20 --times 3 --json');
    expect(code).toBe(0);
    const samples = stdout
      .trim()
      .split('\n')
      .map(line => JSON.parse(line));
    expect(samples.map(({ event, values }) => values?.[0].value ?? event)).toEqual([
      4.982,
      4.982,
      4.982,
      'summary',
    ]);
    expect(samples[0]).toMatchObject({ simulated: false, name: '7017' });
  });

  it('finds all modules', async () => {
    const { code, stdout } = await bus(
      modules,
      'dcon scan --addresses 02-06,0A --bauds 9600 --timeout 3000 --json',
    );
    expect(code).toBe(0);
    const { modules: found, problems, complete } = JSON.parse(stdout);
    expect({ problems, complete }).toEqual({ problems: [], complete: true });
    expect(
      found.map(({ address, name, baud, checksum }: Record<string, unknown>) =>
        [address, name, baud, checksum].join(' '),
      ),
    ).toEqual([
      '02 7044 9600 false',
      '03 7017 9600 false',
      '04 7024 9600 false',
      '05 7080 9600 false',
      '0A 7060 9600 true',
    ]);
  });

  it('ends with 3 when nobody is there, with 4 when the module refuses, and with 2 when it makes no sense', async () => {
    expect(await bus(modules, 'dcon info --address 0B --timeout 300 --retries 0')).toMatchObject({ code: 3 });
    expect(await bus(modules, 'dcon send %0202400A00')).toMatchObject({ code: 4, stdout: '' });
    expect(await bus(modules, 'dcon set --address 02 --output 9 on')).toMatchObject({ code: 2, stdout: '' });
  });
});

describeWith(['socat'], 'the program bus with every family of DCON modules', () => {
  let modules: SimulatedModules;

  beforeAll(async () => {
    modules = await SimulatedModules.families();
  });
  afterAll(async () => {
    await modules?.dispose();
    expect(modules?.errors).toEqual([]);
  });

  it.each(simulatedFamilies().map(({ family, address }) => [family.title, address, sizeOf(family)] as const))(
    'reads an %s',
    async (_, address, size) => {
      const { code, stdout } = await bus(
        modules,
        `dcon read --address ${address} --accept-unconfirmed --json`,
      );
      expect(code).toBe(0);
      expect(JSON.parse(stdout).values).toHaveLength(size);
    },
  );
});

describeWith(['socat'], 'the program bus with a 232DRIO on a serial port', () => {
  let unit: SimulatedModules;

  beforeAll(async () => {
    unit = await SimulatedModules.drio();
  });
  afterAll(async () => {
    await unit?.dispose();
    expect(unit?.errors).toEqual([]);
  });

  it('reads it and switches it, in both modes', async () => {
    expect(await bus(unit, 'drio read')).toEqual(printed('relay1 off  relay2 off  input high'));
    expect(await bus(unit, 'drio set --relay 2 on')).toEqual(printed('relay1 off  relay2 on  input high'));
    expect(await bus(unit, 'drio set --relay 1 on --harsh')).toEqual(
      printed('relay1 on  relay2 on  input high'),
    );
    expect(await bus(unit, 'drio set --relay1 off --relay2 on')).toEqual(
      printed('relay1 off  relay2 on  input high'),
    );
    expect(await bus(unit, 'drio read --harsh --polarity active-low')).toEqual(
      printed('relay1 off  relay2 on  input low'),
    );
  });

  it('tells programs the same, and which line it was', async () => {
    const { stdout, stderr } = await bus(unit, 'drio read --json -v');
    expect(JSON.parse(stdout)).toMatchObject({ framing: '232drio', simulated: false, relay2: true });
    expect(stderr).toContain(' 9600-8N1 232drio, read\n');
  });
});
