import { afterEach, expect, it } from 'vitest';
import { PATIENCE } from '../support/patience.ts';
import { Rig } from '../support/rig.ts';
import { valueAt, valuesAt } from '../support/values.ts';
import { describeWith } from './describe-with.ts';

describeWith(['socat', 'libmodbus'], 'our client on a cable that cuts answers into pieces', () => {
  let rig: Rig;

  afterEach(() => rig?.dispose());

  it.each([1, 7, 64])('reads the same when at most %i bytes arrive in one piece', async blockSize => {
    rig = await Rig.open('libmodbus', blockSize);
    const client = await rig.connect({ timeout: PATIENCE });
    const unit = client.unit(1);
    expect(await unit.readRegisters(100, 125)).toEqual(valuesAt(valueAt.holding, 100, 125));
    expect(await unit.readBits(100, 2000)).toEqual(valuesAt(valueAt.discrete, 100, 2000));
    const registers = Array.from({ length: 123 }, (_, index) => index * 3);
    await unit.writeRegisters(100, registers);
    expect(await unit.readRegisters(100, 123)).toEqual(registers);
    await expect(unit.readRegister(60_000)).rejects.toMatchObject({ exceptionCode: 2 });
    expect(client.line.statistics).toMatchObject({ noiseBytes: 0, staleBytes: 0 });
    expect(client.line.statistics.units.get(1)).toMatchObject({ sent: 5, answered: 5, exceptions: 1 });
  });
});
