import { expect, it, vi } from 'vitest';
import { foreignServers } from '../support/foreign-servers.ts';
import { soon } from '../support/patience.ts';
import { Program } from '../support/program.ts';
import { record } from '../support/record.ts';
import { ServerRig } from '../support/server-rig.ts';
import { valueAt } from '../support/values.ts';
import { describeWith } from './describe-with.ts';

/** A gateway that ends connections on which nothing was said for 0.3 s. */
async function impatientGateway(port: number): Promise<{ program: Program; port: number }> {
  const args = ['-d', '-d', '-T', '0.3', 'TCP-LISTEN:0,bind=127.0.0.1,fork', `TCP:127.0.0.1:${port}`];
  const program = await Program.start('socat', args, /listening on .*:\d+\n/);
  return { program, port: Number(/listening on .*:(\d+)/.exec(program.output)![1]) };
}

for (const server of foreignServers.filter(({ wire }) => wire === 'TCP')) {
  const { peer, wire } = server;
  describeWith(
    [...server.tools, 'socat'],
    `our client with ${peer} behind a gateway that is impatient`,
    () => {
      it('connects again for each call that follows an idle time', async () => {
        const rig = await ServerRig.open(server);
        const gateway = await impatientGateway(rig.port);
        try {
          const client = await rig.connect({ timeout: 5000, reconnect: { min: 20, max: 100 } }, gateway.port);
          for (const address of [1, 2, 3]) {
            expect(await vi.waitFor(() => client.unit(1).readRegister(address), soon)).toBe(
              valueAt.holding(address),
            );
            const { losses } = client.line.statistics;
            await vi.waitFor(() => expect(client.line.statistics.losses).toBeGreaterThan(losses), soon);
          }
          record({ peer, role: 'server', wire, what: 'idle connection closed' });
        } finally {
          await rig.dispose();
          await gateway.program.kill();
        }
      });
    },
  );
}
