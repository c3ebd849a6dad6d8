import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv, type ValidateFunction } from 'ajv';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commandSurface } from '../src/command-surface.js';
import { loaders } from '../src/commands/index.js';
import { runBus } from './run-bus.js';

const schemas = new URL('../schemas/output/', import.meta.url);
const surface = await commandSurface();
const examples = Object.entries(surface).flatMap(([command, { examples }]) =>
  examples.map((example): [string, string] => [command, example]),
);

/** Commands that go on until somebody ends them. */
const endless = /^(serve|gateway|poll|watch|dcon watch|monitor --port|doctor .*--listen)/;
/** Scans of everything, which take longer than anybody wants to wait here. */
const lengthy = /^bus (dcon scan|scan (units|registers)) --port|^bus ping .*--count 100/;
/** Milliseconds after which whatever still runs is ended as by Ctrl-C. */
const PATIENCE = 2500;

/** The words of an example; what stands in quotes is one. */
function words(example: string): string[] {
  const found = example.matchAll(/(?:[^\s'"]|'[^']*'|"[^"]*")+/g);
  return Array.from(found, ([word]) => word.replace(/['"]/g, ''));
}

/**
 * The example with simulated lines in place of ports and addresses that nobody has here. These take no settings of serial
 * ports.
 */
function simulated(command: string, example: string): string[] {
  const port =
    command === 'serve' ? 'rtu+tcp://127.0.0.1:0' : command.startsWith('drio') ? 'sim:drio' : 'sim:';
  const text = example
    .replace(/ --(baud|bauds|parity|line|formats) \S+/g, '')
    .replace(/\/dev\/ttyUSB\d(?=[\s:,]|$)/g, port)
    .replace(/rtu\+tcp:\/\/10\.0\.0\.7:502/g, port)
    .replace(/(tcp:\/\/)(127\.0\.0\.1|0\.0\.0\.0):(502|1502)/g, '$1127.0.0.1:0');
  return words(text).slice(1);
}

describe('the examples of the help', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bus-examples-'));
    cpSync(fileURLToPath(new URL('files/', import.meta.url)), folder, { recursive: true });
  });
  afterAll(() => rm(folder, { recursive: true }));

  it.each(examples)('%s: %s', async (command, example) => {
    const args = simulated(command, example);
    const lines = args.some(word => /^--(json|csv)$/.test(word)) ? args : [...args, '--json'];
    // Whatever ends by itself has the time that it needs on a busy machine.
    const goesOn = endless.test(args.join(' ')) || lengthy.test(example);
    const { code, stdout, stderr } = await runBus(lines, {
      cwd: folder,
      env: { BUS_TIMEOUT: '50' },
      ...(goesOn ? { endAfter: PATIENCE } : {}),
    });
    // The speed of a simulated line cannot be looked for: that the rest makes sense is seen by what is refused.
    if (command === 'scan line') {
      expect(stdout).toContain('sim: is no serial port');
      return;
    }
    // Ctrl-C is how some of them end; the other exit codes are failures.
    expect([0, goesOn ? 130 : 0], stderr).toContain(code);
    if (!lines.includes('--json')) return;
    const validate = schemaOf(command);
    for (const output of outputs(stdout)) {
      expect(validate(output) ? [] : [validate.errors, output]).toEqual([]);
    }
  });
});

function schemaOf(command: string): ValidateFunction {
  const file = new URL(`${command.replaceAll(' ', '-')}.schema.json`, schemas);
  return new Ajv({ allowUnionTypes: true, strict: false }).compile(JSON.parse(readFileSync(file, 'utf8')));
}

/** One object, or one on each line. */
function outputs(text: string): unknown[] {
  if (text.startsWith('{\n')) return [JSON.parse(text)];
  return text
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line));
}

describe('the schemas of what commands print', () => {
  it('are there for every command', () => {
    const names = readdirSync(schemas).map(name => name.replace('.schema.json', ''));
    expect(names.sort()).toEqual(
      [...Object.keys(loaders).map(name => name.replaceAll(':', '-')), 'error'].sort(),
    );
  });

  it('hold for what fails, too', async () => {
    const { stdout } = await runBus(['read', '--slave', '1', '--reg', '5', '--port', 'sim:', '--json']);
    const validate = schemaOf('error');
    expect(validate(JSON.parse(stdout)), JSON.stringify(validate.errors)).toBe(true);
  });
});

describe('every command', () => {
  it.each(Object.keys(surface))('%s has examples, and says what each flag does', command => {
    const { examples, flags, summary } = surface[command]!;
    expect(examples.length).toBeGreaterThan(0);
    expect(summary).toMatch(/^[A-Z].*[.]$/);
    for (const [name, { description }] of Object.entries(flags)) expect(description, name).toBeTruthy();
  });
});
