import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { Asker } from '../support/asker.ts';
import { listeningPorts, startBus } from '../support/bus-program.ts';
import { mbpollTcp } from '../support/mbpoll-client.ts';
import { soon } from '../support/patience.ts';
import { BAUD, libmodbusClient, pymodbusClient, servers } from '../support/peers.ts';
import type { Conversation, Program } from '../support/program.ts';
import { PtyPair } from '../support/pty.ts';
import { valueAt, valuesAt } from '../support/values.ts';
import { describeWith } from './describe-with.ts';

const printed = (values: readonly number[]) => values.join(' ');
const clientOf = (conversation: Conversation): Asker => ({
  ask: (...numbers) => conversation.ask(numbers.join(' ')),
  close: () => conversation.end(),
});

/** Two cables, each with somebody else's server at its end, and `bus gateway` in between. */
class Scene {
  readonly clients: Asker[] = [];
  readonly cables: PtyPair[] = [];
  readonly servers: Program[] = [];
  gateway!: Program;
  tcp!: string;
  serial!: string;

  static async open(flags = ''): Promise<Scene> {
    const scene = new Scene();
    try {
      for (const name of ['libmodbus', 'pymodbus'] as const) {
        const cable = await PtyPair.open();
        scene.cables.push(cable);
        scene.servers.push(await servers[name](cable.theirs));
      }
      const [north, south] = scene.cables.map(({ ours }) => ours);
      const routes = `--route 1-2=${north} --route 11=${south}:1`;
      const listen = '--listen tcp://127.0.0.1:0 --listen rtu+tcp://127.0.0.1:0';
      const line = `--baud ${BAUD} --timeout 4000 --retries 0 --dead-retry 0`;
      const command = `gateway ${routes} ${listen} ${line}${flags}`;
      scene.gateway = await startBus(command, /listening on rtu\+tcp.*\n/);
      [scene.tcp, scene.serial] = listeningPorts(scene.gateway) as [string, string];
    } catch (error) {
      await scene.dispose();
      throw error;
    }
    return scene;
  }

  async client(kind: 'mbpoll' | 'libmodbus' | 'pymodbus' | 'pymodbus over serial frames'): Promise<Asker> {
    const client =
      kind === 'mbpoll'
        ? await mbpollTcp(this.tcp)
        : clientOf(
            kind === 'libmodbus'
              ? libmodbusClient('tcp', '127.0.0.1', this.tcp)
              : kind === 'pymodbus'
                ? pymodbusClient('tcp', 'tcp', '127.0.0.1', this.tcp)
                : pymodbusClient('tcp', 'rtu', '127.0.0.1', this.serial),
          );
    this.clients.push(client);
    return client;
  }

  async dispose(): Promise<void> {
    for (const client of this.clients) await client.close();
    await this.gateway?.kill();
    for (const server of this.servers) await server.kill();
    for (const cable of this.cables) await cable.dispose();
  }
}

describeWith(
  ['socat', 'mbpoll', 'libmodbus', 'pymodbus'],
  'bus gateway between other people’s programs',
  () => {
    let scene: Scene;

    beforeAll(async () => {
      scene = await Scene.open();
    });
    afterAll(() => scene?.dispose());

    it.each(['mbpoll', 'libmodbus', 'pymodbus', 'pymodbus over serial frames'] as const)(
      'brings %s to units on both lines, and says which are not there',
      async kind => {
        const client = await scene.client(kind);
        expect(await client.ask(1, 3, 100, 5)).toBe(printed(valuesAt(valueAt.holding, 100, 5)));
        expect(await client.ask(11, 4, 100, 5)).toBe(printed(valuesAt(valueAt.input, 100, 5)));
        expect(await client.ask(11, 6, 2900, 4711)).toBe('written');
        expect(await client.ask(11, 3, 2900, 1)).toBe('4711');
        expect(await client.ask(1, 3, 65_535, 1)).toMatch(/^refused: (2|Illegal data address)$/);
        expect(await client.ask(99, 3, 0, 1)).toMatch(/^refused: (10|Gateway path unavailable)$/);
      },
    );

    it('says that a unit does not answer which is routed but not there', async () => {
      const client = await scene.client('pymodbus');
      expect(await client.ask(2, 3, 0, 1)).toBe('refused: 11');
      // For half a second libmodbus takes the next request for the absent unit's answer, and swallows it.
      await vi.waitFor(
        async () => expect(await client.ask(1, 3, 7, 1)).toBe(String(valueAt.holding(7))),
        soon,
      );
    });

    it('gives each of five clients at once its own answers', async () => {
      const clients = await Promise.all(
        (['libmodbus', 'pymodbus', 'pymodbus over serial frames', 'libmodbus', 'pymodbus'] as const).map(
          kind => scene.client(kind),
        ),
      );
      const asked = clients.map(async (client, index) => {
        const answers: string[] = [];
        for (let round = 0; round < 40; round += 1) {
          const unit = (round + index) % 2 === 0 ? 1 : 11;
          answers.push(await client.ask(unit, 4, 50 * index + round, 2));
        }
        return answers;
      });
      expect(await Promise.all(asked)).toEqual(
        clients.map((_, index) =>
          Array.from({ length: 40 }, (__, round) => printed(valuesAt(valueAt.input, 50 * index + round, 2))),
        ),
      );
    });

    it('says that there is no way while a cable is unplugged, serves the other, and finds it again', async () => {
      const client = await scene.client('pymodbus');
      const [cable] = scene.cables;
      await cable!.unplug();
      await scene.servers[0]!.kill();
      await vi.waitFor(async () => expect(await client.ask(1, 3, 0, 1)).toBe('refused: 10'), soon);
      expect(await client.ask(11, 3, 7, 1)).toBe(String(valueAt.holding(7)));
      await cable!.plugIn();
      scene.servers[0] = await servers.libmodbus(cable!.theirs);
      await vi.waitFor(
        async () => expect(await client.ask(1, 3, 7, 1)).toBe(String(valueAt.holding(7))),
        soon,
      );
    });

    it('tells at Ctrl-C who asked what, and frees the ports', async () => {
      expect(await scene.gateway.interrupt()).toBe(130);
      expect(scene.gateway.output).toMatch(/^client 127\.0\.0\.1 +\d+ +\d+ +.*answered \d+.*no-path \d+/m);
      expect(scene.gateway.output).toMatch(/ is lost: /);
      const again = await startBus(`serve --port ${scene.cables[1]!.ours} --baud ${BAUD}`, /serving on .*\n/);
      expect(await again.interrupt()).toBe(130);
    });
  },
);

describeWith(['socat', 'libmodbus', 'pymodbus'], 'bus gateway that remembers and only reads', () => {
  let scene: Scene;

  beforeAll(async () => {
    scene = await Scene.open(' --cache 60000 --read-only --log all');
  });
  afterAll(() => scene?.dispose());

  it('asks once what two clients ask, and refuses to write', async () => {
    const [one, other] = [await scene.client('libmodbus'), await scene.client('pymodbus')];
    expect(await one.ask(1, 3, 0, 2)).toBe(printed(valuesAt(valueAt.holding, 0, 2)));
    expect(await other.ask(1, 3, 0, 2)).toBe(printed(valuesAt(valueAt.holding, 0, 2)));
    expect(await one.ask(1, 6, 0, 1)).toBe('refused: Illegal function');
    expect(await other.ask(1, 16, 0, 1, 2)).toBe('refused: 1');
    // What it tells comes a moment after what it answers.
    await vi.waitFor(() => expect(scene.gateway.output.match(/denied, exception 1/g)).toHaveLength(2), soon);
    expect(scene.gateway.output).toMatch(/read holding registers 0, 2 {2}answered/);
    expect(scene.gateway.output).toMatch(/read holding registers 0, 2 {2}cached, [\d.]+ ms old/);
  });
});
