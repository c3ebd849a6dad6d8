import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Asker } from '../support/asker.ts';
import { foreignClients } from '../support/foreign-clients.ts';
import { OurServer } from '../support/our-server.ts';
import { record } from '../support/record.ts';
import { expectToBeRefused, theirQuestions } from '../support/their-questions.ts';
import { valueAt, valuesAt } from '../support/values.ts';
import { describeWith } from './describe-with.ts';

for (const foreign of foreignClients) {
  const { peer, wire, framing, medium, notes, mostRegisters = 123 } = foreign;
  describeWith(foreign.tools, `our server with a client made of ${peer}, over ${wire}`, () => {
    let server: OurServer;
    let client: Asker;
    const note = (what: string) => {
      const remark = notes?.[what];
      record({ peer, role: 'client', wire, what, ...(remark === undefined ? {} : { note: remark }) });
    };

    beforeAll(async () => {
      server = await (medium === 'serial'
        ? OurServer.onCable(framing === 'ascii' ? 'ascii' : 'rtu')
        : OurServer.onNetwork(framing));
      client = await foreign.start(server.place);
    });
    afterAll(async () => {
      await client?.close();
      await server?.dispose();
    });

    it.each(foreign.functions)('agrees on %s', async what => {
      await theirQuestions[what]!(client, server, mostRegisters);
      note(what);
    });

    it('refuses what is not there', async () => {
      await expectToBeRefused(client, server);
      note('exceptions');
    });

    it('answers 300 questions, one after another', async () => {
      const got: string[] = [];
      for (let address = 0; address < 300; address += 1) got.push(await client.ask(1, 4, address, 1));
      expect(got).toEqual(valuesAt(valueAt.input, 0, 300).map(String));
      note('300 questions');
    });

    it('met no error in all this', () => expect(server.errors).toEqual([]));
  });
}
