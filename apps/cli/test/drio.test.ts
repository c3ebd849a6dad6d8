import { describe, expect, it } from 'vitest';
import { runBus } from './run-bus.js';

const sim = ['--port', 'sim:drio'];
const switched = 'bus: simulated line (sim:drio): no real relay was switched\n';

describe('bus drio', () => {
  it('prints one line, and marks it as simulated', async () => {
    expect(await runBus(['drio', 'read', ...sim])).toEqual({
      code: 0,
      stdout: 'relay1 off  relay2 off  input high\n',
      stderr: 'bus: simulated line (sim:drio): the value is not from a real instrument\n',
    });
    const { stdout } = await runBus(['drio', 'read', ...sim, '--harsh', '--polarity', 'active-low']);
    expect(stdout).toBe('relay1 off  relay2 off  input low\n');
  });

  it('switches one relay, with every frame on stderr', async () => {
    const { stdout, stderr } = await runBus(['drio', 'set', ...sim, '--relay', '2', 'on', '--trace']);
    expect(stdout).toBe('relay1 off  relay2 on  input high\n');
    expect(stderr).toMatch(/→ {2}21 30 53 02 +set relay 1 off, relay 2 on\n/);
    expect(stderr).toContain(switched);
  });

  it('switches both, and tells programs what it found', async () => {
    const args = ['drio', 'set', ...sim, '--relay1', 'on', '--relay2', 'off', '--json'];
    const { code, stdout, stderr } = await runBus(args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: switched });
    expect(JSON.parse(stdout)).toEqual({
      port: 'sim:drio',
      framing: '232drio',
      simulated: true,
      relay1: true,
      relay2: false,
      input: true,
      polarity: 'active-high',
      elapsed: expect.any(Number),
    });
  });

  it('prints nothing about a set with --quiet', async () => {
    const ran = await runBus(['drio', 'set', ...sim, '--relay', '1', 'on', '--quiet']);
    expect(ran).toEqual({ code: 0, stdout: '', stderr: switched });
  });

  it.each([
    ['no relay', ['set', ...sim], 'bus: no relay is named'],
    ['a relay that does not exist', ['set', ...sim, '--relay', '3', 'on'], 'bus: Expected --relay=3'],
    ['two ways at once', ['set', ...sim, '--relay', '1', '--relay2', 'on', 'off'], 'bus: '],
    [
      'the line of other instruments',
      ['read', '--port', 'sim:'],
      'bus: nothing on the simulated line sim: understands 232DRIO\n  try    Give --port sim:drio.',
    ],
  ])('exits with 2 for %s', async (_, args, message) => {
    const { code, stdout, stderr } = await runBus(['drio', ...args]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr.startsWith(message)).toBe(true);
  });

  it.each(['read', 'set'])('explains %s with examples', async command => {
    const { code, stdout } = await runBus(['drio', command, '--help']);
    expect(code).toBe(0);
    expect(stdout).toContain(`EXAMPLES\n  $ bus drio ${command}`);
    expect(stdout).toMatch(/bits per second; 9600 by\s+default/);
  });
});
