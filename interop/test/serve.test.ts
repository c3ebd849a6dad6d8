import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { Asker } from '../support/asker.ts';
import { listeningPorts, startBus } from '../support/bus-program.ts';
import { mbpollRtu, mbpollTcp } from '../support/mbpoll-client.ts';
import { soon } from '../support/patience.ts';
import { BAUD, pymodbusClient } from '../support/peers.ts';
import type { Program } from '../support/program.ts';
import { PtyPair } from '../support/pty.ts';
import { makeFolder, removeFolder } from '../support/run-folder.ts';
import { describeWith } from './describe-with.ts';

const pymodbus = (...place: string[]): Asker => {
  const conversation = pymodbusClient(...place);
  return { ask: (...numbers) => conversation.ask(numbers.join(' ')), close: () => conversation.end() };
};

describeWith(['socat', 'mbpoll', 'pymodbus'], 'bus serve on a serial port', () => {
  let cable: PtyPair;
  let served: Program;
  const clients: Asker[] = [];

  beforeAll(async () => {
    cable = await PtyPair.open();
    const devices = '--device temperature-controller --device remote-io@5 --device dcon:7044@02';
    served = await startBus(`serve --port ${cable.ours} --baud ${BAUD} ${devices}`, /dcon:7044\n/);
  });
  afterAll(async () => {
    for (const client of clients) await client.close();
    await served?.kill();
    await cable?.dispose();
  });

  it.each(['mbpoll', 'pymodbus'])('answers %s, and tells of what it writes', async name => {
    const before = served.output.length;
    const client =
      name === 'mbpoll'
        ? await mbpollRtu(cable.theirs)
        : pymodbus('serial', 'rtu', cable.theirs, String(BAUD));
    expect(await client.ask(1, 3, 289, 2)).toMatch(/^772 65508/);
    expect(await client.ask(5, 3, 1, 1)).toBe('5');
    expect(await client.ask(1, 16, 100, 7, 8)).toBe('written');
    expect(await client.ask(1, 3, 100, 2)).toBe('7 8');
    expect(await client.ask(1, 3, 5, 1)).toMatch(/^refused: (2|Illegal data address)$/);
    // What it tells comes a moment after what it answers.
    const told = 'temperature-controller 1: holding 100 = 7 8';
    await vi.waitFor(() => expect(served.output.slice(before)).toContain(told), soon);
    await client.close();
  });

  it('frees the port at Ctrl-C', async () => {
    expect(await served.interrupt()).toBe(130);
    served = await startBus(`serve --port ${cable.ours} --baud ${BAUD} --device remote-io@9`, /remote-io\n/);
    const client = await mbpollRtu(cable.theirs);
    expect(await client.ask(9, 3, 1, 1)).toBe('9');
  });
});

describeWith(['mbpoll', 'pymodbus'], 'bus serve on a network address', () => {
  const map = `
devices:
  boiler:
    unit: 3
    points:
      flow: { table: input, address: 10, value: 125 }
      setpoint: { address: 24, decimals: 1, writable: true, value: 80.5 }
      serial: { address: 30, value: 4711 }
`;

  it('answers mbpoll and pymodbus for the devices of a map', async () => {
    const folder = makeFolder('map');
    const file = join(folder, 'plant.yaml');
    writeFileSync(file, map);
    const served = await startBus(`serve --port tcp://127.0.0.1:0 --map ${file}`, /boiler\n/);
    try {
      const [port] = listeningPorts(served) as [string];
      for (const client of [await mbpollTcp(port), pymodbus('tcp', 'tcp', '127.0.0.1', port)]) {
        expect(await client.ask(3, 4, 10, 1)).toBe('125');
        expect(await client.ask(3, 3, 24, 1)).toBe('805');
        expect(await client.ask(3, 6, 24, 805)).toBe('written');
        expect(await client.ask(3, 6, 30, 1)).toMatch(/^refused: (2|Illegal data address)$/);
        await client.close();
      }
      expect(await served.interrupt()).toBe(130);
    } finally {
      await served.kill();
      removeFolder(folder);
    }
  });

  it('spoils answers as ordered: pymodbus is refused, and goes on', async () => {
    const flags = '--port tcp://127.0.0.1:0 --fault exception:6:50% --seed 3';
    const served = await startBus(`serve ${flags}`, /temperature-controller\n/);
    const client = pymodbus('tcp', 'tcp', '127.0.0.1', (listeningPorts(served) as [string])[0]);
    try {
      const answers: string[] = [];
      for (let round = 0; round < 20; round += 1) answers.push(await client.ask(1, 3, 289, 1));
      expect(new Set(answers)).toEqual(new Set(['772', 'refused: 6']));
      const refused = answers.filter(answer => answer !== '772').length;
      await vi.waitFor(() => expect(served.output.match(/fault: exception 6/g)).toHaveLength(refused), soon);
    } finally {
      await client.close();
      await served.kill();
    }
  });
});
