import { DrioClient } from '@bus/232drio';
import { Line } from '@bus/line';
import { describe, expect, it } from 'vitest';
import { simulatedDrioLine } from './simulated-drio-line.js';

/** The clock is that of the system, and the machine may be busy with something else. */
const PATIENT = { timeout: 30_000 };

describe('the simulated 232DRIO', () => {
  it('is alone on its line, marked as simulated, and can be switched', async () => {
    const line = new Line(simulatedDrioLine());
    expect(line.medium).toEqual({ name: 'sim:drio', characterTime: 0, simulated: true });
    const unit = new DrioClient(line, PATIENT);
    expect(await unit.read()).toEqual({ relay1: false, relay2: false, input: true });
    expect(await unit.relays.set(2, true)).toEqual({ relay1: false, relay2: true, input: true });
    await line.close();
  });

  it('takes the time of its speed, and the state that it begins with', async () => {
    const transport = simulatedDrioLine({ baudRate: 9600 }, { relays: { relay1: true, relay2: false } });
    const line = new Line(transport);
    expect(await new DrioClient(line, { ...PATIENT, mode: 'harsh' }).read()).toMatchObject({ relay1: true });
    await line.close();
  });
});
