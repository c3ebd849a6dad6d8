import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Asker } from '../support/asker.ts';
import { foreignClients } from '../support/foreign-clients.ts';
import { OurServer } from '../support/our-server.ts';
import { record } from '../support/record.ts';
import {
  askNobody,
  broadcastWrite,
  expectToBeRefused,
  limits,
  theirQuestions,
} from '../support/their-questions.ts';
import { valueAt, valuesAt } from '../support/values.ts';
import { isNumbered } from '../support/wires.ts';
import { describeWith } from './describe-with.ts';

for (const foreign of foreignClients) {
  const { peer, wire, notes, questions = 300 } = foreign;
  describeWith(foreign.tools, `our server with a client made of ${peer}, over ${wire}`, () => {
    let server: OurServer;
    let client: Asker;
    const note = (what: string) => {
      const remark = notes?.[what];
      record({ peer, role: 'client', wire, what, ...(remark === undefined ? {} : { note: remark }) });
    };

    beforeAll(async () => {
      server = await OurServer.open(wire);
      client = await foreign.start(server.place);
    });
    afterAll(async () => {
      await client?.close();
      await server?.dispose();
    });

    it.each(foreign.functions)('agrees on %s', async what => {
      await theirQuestions[what]!(client, server, { ...limits, ...foreign.limits });
      note(what);
    });

    it('refuses what is not there', async () => {
      await expectToBeRefused(client, server);
      note('exceptions');
    });

    it(`answers ${questions} questions, one after another`, async () => {
      const got: string[] = [];
      for (let address = 0; address < questions; address += 1) got.push(await client.ask(1, 4, address, 1));
      expect(got).toEqual(valuesAt(valueAt.input, 0, questions).map(String));
      note('questions in a row');
    });

    if (wire === 'RTU' && peer === 'libmodbus')
      it('carries a broadcast out and does not answer it', async () => {
        await broadcastWrite(client, server);
        note('broadcast writes');
      });

    // jsmodbus asks one unit only.
    if (isNumbered(wire) && peer !== 'jsmodbus')
      it('says that a unit does not answer which is not there', async () => {
        await askNobody(client);
        note('unit that is not there');
      });

    if (wire === 'TCP' && /^(modbus-serial|jsmodbus)$/.test(peer))
      it('answers 16 questions that are asked at once', async () => {
        const asked = valuesAt(address => client.ask(1, 3, address, 1), 0, 16);
        expect(await Promise.all(asked)).toEqual(valuesAt(valueAt.holding, 0, 16).map(String));
        note('16 questions at once');
      });

    it('met no error in all this', () => expect(server.errors).toEqual([]));
  });
}
