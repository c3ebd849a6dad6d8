import { TimeoutError, TransportError } from '@bus/line';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { PATIENCE, soon } from '../support/patience.ts';
import type { ServerName } from '../support/peers.ts';
import { Rig } from '../support/rig.ts';
import { valueAt, valuesAt } from '../support/values.ts';
import { describeWith } from './describe-with.ts';

for (const name of ['libmodbus', 'pymodbus'] satisfies ServerName[]) {
  describeWith(['socat', name], `our client, when something is wrong with the line to ${name}`, () => {
    let rig: Rig;

    beforeEach(async () => {
      rig = await Rig.open(name);
    });
    afterEach(() => rig?.dispose());

    it('reports an absent unit as no reply and finds the present one afterwards', async () => {
      const client = await rig.connect({ timeout: 100, retries: 0 });
      const silence = await client
        .unit(2)
        .readRegister(0)
        .catch(error => error);
      expect(silence).toBeInstanceOf(TimeoutError);
      expect(silence).toMatchObject({ code: 'no-reply', facts: { unit: 2, attempt: 1 } });
      // For half a second libmodbus takes the next request for the absent unit's answer, and swallows it.
      const present = client.unit(1).readRegister(7, { retries: 20, timeout: 1000 });
      expect(await present).toBe(valueAt.holding(7));
      expect(await client.unit(1).readRegisters(8, 20, { timeout: PATIENCE })).toEqual(
        valuesAt(valueAt.holding, 8, 20),
      );
    });

    it('asks present and absent units in turn without mixing their values up', async () => {
      const client = await rig.connect({ timeout: 1000, retries: 20 });
      const calls = [10, 11, 12].flatMap(address => [
        client.unit(1).readRegister(address),
        client.unit(9).readRegister(address, { retries: 0, timeout: 50 }),
      ]);
      const results = await Promise.allSettled(calls);
      const values = results.filter((_, index) => index % 2 === 0);
      const silences = results.filter((_, index) => index % 2 === 1);
      expect(values).toEqual(
        [10, 11, 12].map(address => ({ status: 'fulfilled', value: valueAt.holding(address) })),
      );
      for (const silence of silences)
        expect(silence).toMatchObject({ reason: { code: 'no-reply', facts: { unit: 9 } } });
    });

    it('goes on by itself when the server dies and comes back', async () => {
      const client = await rig.connect({ timeout: 300, retries: 0 });
      const unit = client.unit(1);
      expect(await unit.readRegister(1, { timeout: PATIENCE })).toBe(valueAt.holding(1));
      await rig.killServer();
      await rig.sendsToNobody(client, async () => {
        await expect(unit.readRegister(2)).rejects.toMatchObject({ code: 'no-reply' });
        await expect(unit.writeRegister(2, 1)).rejects.toMatchObject({
          code: 'no-reply',
          facts: { outcomeUnknown: true },
        });
      });
      expect(client.line.state).toBe('open');
      await rig.startServer();
      const value = await vi.waitFor(() => unit.readRegister(3, { timeout: 1000 }), soon);
      expect(value).toBe(valueAt.holding(3));
    });

    it('finds a port again that went away and came back under the same name', async () => {
      const client = await rig.connect({ timeout: 1000, retries: 0, reconnect: { min: 50, max: 200 } });
      const states: string[] = [];
      client.line.on('state', ({ state }) => states.push(state));
      const unit = client.unit(1);
      expect(await unit.readRegister(1, { timeout: PATIENCE })).toBe(valueAt.holding(1));

      await rig.cable.unplug();
      await rig.killServer();
      await vi.waitFor(() => expect(states).toContain('lost'), soon);
      const refused = await unit.readRegister(2).catch(error => error);
      expect(refused).toBeInstanceOf(TransportError);

      await rig.cable.plugIn();
      await rig.startServer();
      // Nobody asks: the line opens the port by itself.
      await vi.waitFor(() => expect(client.line.state).toBe('open'), soon);
      expect(await vi.waitFor(() => unit.readRegister(3), soon)).toBe(valueAt.holding(3));
      expect(client.line.statistics.losses).toBe(1);
    });

    it('holds calls while the port is away, if told so, and asks them when it is back', async () => {
      const client = await rig.connect({
        timeout: PATIENCE,
        onLoss: 'hold',
        reconnect: { min: 50, max: 200 },
      });
      const unit = client.unit(1);
      expect(await unit.readRegister(1)).toBe(valueAt.holding(1));
      await rig.cable.unplug();
      await rig.killServer();
      await vi.waitFor(() => expect(client.line.state).toBe('lost'), soon);
      const held = Promise.all([unit.readRegister(4), unit.readRegister(5)]);
      await rig.cable.plugIn(() => rig.startServer());
      expect(await held).toEqual([valueAt.holding(4), valueAt.holding(5)]);
    });

    it('ends a call in the middle of an unplugged cable with a word about the port', async () => {
      const client = await rig.connect({ timeout: soon.timeout, retries: 0 });
      await rig.killServer();
      const asked = client
        .unit(1)
        .readRegister(1)
        .catch(error => error);
      await vi.waitFor(() => expect(client.line.statistics.units.get(1)?.sent).toBe(1), soon);
      await rig.cable.unplug();
      expect(await asked).toMatchObject({ code: 'disconnected', facts: { unit: 1 } });
    });
  });
}
