import type { ModbusClient, ModbusUnit } from '@bus/modbus';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { foreignServers } from '../support/foreign-servers.ts';
import { type Answering, answersOf } from '../support/known-functions.ts';
import { PATIENCE, soon } from '../support/patience.ts';
import { record } from '../support/record.ts';
import { ServerRig } from '../support/server-rig.ts';
import { valueAt, valuesAt } from '../support/values.ts';
import { isConnected, isNumbered } from '../support/wires.ts';
import { describeWith } from './describe-with.ts';

for (const server of foreignServers) {
  const { peer, wire } = server;
  describeWith(server.tools, `our client with a server made of ${peer}, over ${wire}`, () => {
    let rig: ServerRig;
    let client: ModbusClient;
    let unit: ModbusUnit;
    const note = (what: string, remark?: string) =>
      record({ peer, role: 'server', wire, what, ...(remark === undefined ? {} : { note: remark }) });

    beforeAll(async () => {
      rig = await ServerRig.open(server);
      client = await rig.connect({ timeout: PATIENCE });
      unit = client.unit(1);
    });
    afterAll(() => rig?.dispose());

    const ask = ([what, { note: remark, ask }]: [string, Answering]) =>
      it(`agrees on ${what}${remark === undefined ? '' : `, but ${remark}`}`, async () => {
        await ask(unit, client.unit(0));
        note(what, remark);
      });
    answersOf(server)
      .filter(([, { last }]) => !last)
      .forEach(ask);

    const together = isNumbered(wire) ? 16 : 1;
    it(`gets the right value in each of 1000 calls that are made at once, ${together} of them open`, async () => {
      let open = 0;
      let most = 0;
      const end = client.line.on('trace', ({ direction }) => {
        open += direction === 'sent' ? 1 : -1;
        most = Math.max(most, open);
      });
      const calls = valuesAt(address => unit.readRegister(address, { table: 'input' }), 0, 1000);
      expect(await Promise.all(calls)).toEqual(valuesAt(valueAt.input, 0, 1000));
      end();
      expect(most).toBe(together);
      note(together === 1 ? '1000 calls' : '1000 calls, 16 open at once');
    });

    it('saw no damaged, late, foreign or stale byte in all this', () => {
      const { units, losses, noiseBytes, staleBytes } = client.line.statistics;
      expect({ losses, noiseBytes, staleBytes }).toEqual({ losses: 0, noiseBytes: 0, staleBytes: 0 });
      const clean = { timeouts: 0, checksumErrors: 0, late: 0, foreign: 0, wrong: 0 };
      expect(units.get(1)).toMatchObject(clean);
    });

    answersOf(server)
      .filter(([, { last }]) => last)
      .forEach(ask);

    it('goes on by itself when the server stops and starts again', async () => {
      // Where a connection is lost with its server that is told at once, elsewhere there is nothing but silence.
      const times = isConnected(wire) ? { timeout: PATIENCE, lateWindow: 0 } : { timeout: 1000 };
      client = await rig.connect({ ...times, retries: 0, reconnect: { min: 50, max: 200 } });
      unit = client.unit(1);
      expect(await vi.waitFor(() => unit.readRegister(1, { timeout: 1000 }), soon)).toBe(valueAt.holding(1));
      await rig.stopServer();
      const code = isConnected(wire) ? /^(disconnected|open-failed|write-failed)$/ : /^no-reply$/;
      await rig.askNobody(() =>
        expect(unit.readRegister(2)).rejects.toMatchObject({ code: expect.stringMatching(code) }),
      );
      await rig.startServer();
      expect(await vi.waitFor(() => unit.readRegister(3, { timeout: 1000 }), soon)).toBe(valueAt.holding(3));
      note('restart of the server');
    });
  });
}
