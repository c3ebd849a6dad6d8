import { afterAll, beforeAll, expect, it } from 'vitest';
import { BAUD } from '../support/peers.ts';
import { runToEnd } from '../support/program.ts';
import { SimulatedUnits } from '../support/simulated-units.ts';
import { valueAt, valuesAt } from '../support/values.ts';
import { describeWith } from './describe-with.ts';

/** What mbpoll printed: its values by reference number, what it says of a write or an error, and its exit code. */
interface Polled {
  code: number | null;
  values: Record<number, string>;
  says: string;
}

describeWith(['socat', 'mbpoll'], 'our instruments with mbpoll', () => {
  let units: SimulatedUnits;

  beforeAll(async () => {
    units = await SimulatedUnits.open();
  });
  afterAll(() => units?.dispose());

  /** Polls once; `options` and `written` as on mbpoll's command line. Its reference numbers begin with 1. */
  async function poll(options: string, written = ''): Promise<Polled> {
    const words = `-m rtu -b ${BAUD} -P none -1 -o 10 ${options} ${units.path} ${written}`
      .trim()
      .split(/\s+/);
    const { code, stdout, stderr } = await runToEnd('mbpoll', words);
    const values = [...stdout.matchAll(/^\[(\d+)\]:\s+(.*?)\s*$/gm)].map(([, reference, value]) => [
      Number(reference),
      value,
    ]);
    const done = /^Written .*$/m.exec(stdout)?.[0] ?? '';
    return { code, values: Object.fromEntries(values), says: done + stderr.trim() };
  }

  it('shows the process value of the temperature controller', async () => {
    expect(await poll('-a 1 -t 4 -r 290 -c 1')).toEqual({ code: 0, values: { 290: '772' }, says: '' });
  });

  it('shows the same with addresses that begin with 0', async () => {
    const { values } = await poll('-a 1 -0 -t 4 -r 289 -c 2');
    expect(values).toEqual({ 289: '772', 290: '65508 (-28)' });
  });

  it('shows input registers, coils and discrete inputs', async () => {
    expect((await poll('-a 1 -t 3 -r 290 -c 2')).values).toEqual({ 290: '772', 291: '65508 (-28)' });
    expect((await poll('-a 1 -t 0 -r 173 -c 3')).values).toEqual({ 173: '1', 174: '0', 175: '0' });
    expect((await poll('-a 1 -t 1 -r 197 -c 4')).values).toEqual({ 197: '0', 198: '0', 199: '1', 200: '1' });
  });

  it('shows as many values as it can ask for', async () => {
    const { values } = await poll('-a 3 -0 -t 4:hex -r 40 -c 125');
    const expected = valuesAt(valueAt.holding, 40, 125).map(value => `0x${hex(value)}`);
    expect(Object.values(values)).toEqual(expected);
    const { values: bits } = await poll('-a 3 -0 -t 1 -r 41 -c 125');
    expect(Object.values(bits)).toEqual(valuesAt(valueAt.discrete, 41, 125).map(bit => String(Number(bit))));
  });

  it('writes one register and several', async () => {
    expect(await poll('-a 1 -t 4 -r 25', '955')).toMatchObject({ code: 0, says: 'Written 1 references.' });
    expect(units.controller.bank.holdingRegisters.get(24)).toBe(955);
    expect(await poll('-a 1 -t 4 -r 101', '7 8 65535')).toMatchObject({
      code: 0,
      says: 'Written 3 references.',
    });
    expect(units.controller.bank.holdingRegisters.read(100, 4)).toEqual([7, 8, 65_535, 0]);
  });

  it('switches one coil and several', async () => {
    expect(await poll('-a 1 -t 0 -r 173', '0')).toMatchObject({ code: 0, says: 'Written 1 references.' });
    expect(units.controller.bank.coils.read(172, 3)).toEqual([false, false, false]);
    expect(await poll('-a 1 -t 0 -r 173', '1 0 1')).toMatchObject({ code: 0, says: 'Written 3 references.' });
    expect(units.controller.bank.coils.read(172, 3)).toEqual([true, false, true]);
  });

  it.each([
    ['-a 1 -t 4 -r 300', 'Read output (holding) register failed: Illegal data address'],
    ['-a 1 -t 3 -r 25', 'Read input register failed: Illegal data address'],
    ['-a 1 -t 0 -r 1', 'Read discrete output (coil) failed: Illegal data address'],
    ['-a 2 -t 3 -r 2', 'Read input register failed: Illegal function'],
  ])('is refused when it asks for what does not exist: %s', async (options, says) => {
    expect(await poll(options)).toEqual({ code: 1, values: {}, says });
  });

  it('is refused when it writes several registers of the remote I/O, which knows function 6 only', async () => {
    expect(await poll('-a 2 -t 4 -r 3', '1 2')).toMatchObject({
      code: 1,
      says: 'Write output (holding) register failed: Illegal function',
    });
    expect(await poll('-a 2 -t 4 -r 3', '41')).toMatchObject({ code: 0 });
    expect((await poll('-a 2 -t 4 -r 2 -c 2')).values).toEqual({ 2: '2', 3: '41' });
  });

  it('hears nothing from a unit that is not there, and the others go on', async () => {
    const { code, says } = await poll('-a 9 -o 0.3 -t 4 -r 1');
    expect({ code, says }).toEqual({
      code: 1,
      says: 'Read output (holding) register failed: Connection timed out',
    });
    expect((await poll('-a 1 -t 4 -r 290')).values).toEqual({ 290: '772' });
  });

  it('met no error in all this', () => expect(units.errors).toEqual([]));
});

const hex = (value: number) => value.toString(16).toUpperCase().padStart(4, '0');
