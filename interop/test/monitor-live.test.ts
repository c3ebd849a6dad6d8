import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { runBus, startBus } from '../support/bus-program.ts';
import { PATIENCE, soon } from '../support/patience.ts';
import { BAUD, pymodbusClient } from '../support/peers.ts';
import { type Program, runToEnd } from '../support/program.ts';
import { makeFolder, removeFolder } from '../support/run-folder.ts';
import { TappedLine } from '../support/tapped-line.ts';
import { describeWith } from './describe-with.ts';

/** Says that packets of this link type are Modbus RTU, as the help of the command does. */
const IS_RTU = 'uat:user_dlts:"User 0 (DLT=147)","mbrtu","0","","0",""';
/** The first half of an answer: unit 1, two registers. */
const HALF = [0x01, 0x03, 0x04, 0x03];

interface Told {
  event: string;
  framing?: string;
  unit?: number;
  meaning?: string;
  bytes?: string;
  to?: number;
  latency?: number;
  noiseBytes?: number;
}

describeWith(['socat', 'pymodbus', 'tshark'], 'bus monitor on a live line', () => {
  let line: TappedLine;
  let devices: Program;
  let folder: string;
  let monitor: Program | undefined;

  beforeEach(async () => {
    folder = makeFolder('monitor');
    line = await TappedLine.open();
    const served = `serve --port ${line.devices} --baud ${BAUD} --device temperature-controller --device dcon:7044@02`;
    devices = await startBus(served, /dcon:7044\n/);
  });
  afterEach(async () => {
    await monitor?.kill();
    await devices?.kill();
    await line?.dispose();
    removeFolder(folder);
  });

  /**
   * Modbus by pymodbus, DCON by `bus`, then noise, then half a frame, each when what came before has been told: what is
   * noise is told by the silence around it, and a monitor that stands still meanwhile hears none.
   */
  async function talk(): Promise<void> {
    const tells = (what: RegExp) => vi.waitFor(() => expect(monitor!.output).toMatch(what), soon);
    const client = pymodbusClient('serial', 'rtu', line.master, String(BAUD));
    expect(await client.ask('1 3 289 2')).toMatch(/^772 /);
    expect(await client.ask('1 6 100 7')).toBe('written');
    expect(await client.ask('1 3 5 1')).toBe('refused: 2');
    await client.end();
    const port = ['--port', line.master, '--baud', String(BAUD), '--timeout', String(PATIENCE)];
    const sent = await runBus('dcon', 'send', '$02M', ...port);
    expect(sent.stdout, sent.stderr).toBe('!027044\n');
    await tells(/7044.*\n/);
    await line.noise([0x00, 0xff, 0x55]);
    await tells(/00 FF 55.*\n/);
    await line.noise(HALF);
  }

  it('tells who asked what among noise, sends nothing, and leaves a pcap that tshark reads', async () => {
    const file = join(folder, 'live.pcap');
    monitor = await startBus(
      `monitor --port ${line.listener} --baud ${BAUD} --json --pcap ${file}`,
      /"state":"open"/,
    );
    const heard = () =>
      monitor!.output
        .trim()
        .split('\n')
        .map(text => JSON.parse(text) as Told);
    await talk();
    await vi.waitFor(() => {
      const noise = heard().filter(({ event }) => event === 'noise');
      expect(noise.map(({ bytes }) => bytes)).toEqual(['00 FF 55', '01 03 04 03']);
    }, soon);
    expect(await monitor.interrupt()).toBe(130);
    const told = heard();
    const said = told.filter(({ event }) => event === 'request' || event === 'answer');
    expect(said.map(({ event, framing, unit, to, meaning }) => [event, framing, unit, to, meaning])).toEqual([
      ['request', 'rtu', 1, undefined, 'unit 1, read holding registers 289, 2'],
      ['answer', 'rtu', 1, 1, expect.stringMatching('unit 1, 2 registers: 772 ')],
      ['request', 'rtu', 1, undefined, 'unit 1, write single register 100 = 7'],
      ['answer', 'rtu', 1, 3, 'unit 1, 100 = 7'],
      ['request', 'rtu', 1, undefined, 'unit 1, read holding registers 5, 1'],
      ['answer', 'rtu', 1, 5, expect.stringMatching('exception 2')],
      ['request', 'dcon', 2, undefined, 'module 02, read name'],
      ['answer', 'dcon', 2, 7, expect.stringMatching('7044')],
    ]);
    expect(told.at(-1)).toMatchObject({ event: 'summary', noiseBytes: 7 });
    expect(line.sentByListener).toEqual([]);

    const fields = ['mbrtu.unit_id', 'modbus.func_code', 'mbrtu.crc16.status'].flatMap(name => ['-e', name]);
    const checked = ['-o', 'mbrtu.crc_verification:TRUE', '-T', 'fields', ...fields];
    const read = await runToEnd('tshark', ['-n', '-r', file, '-o', IS_RTU, ...checked]);
    expect(read.code, read.stderr).toBe(0);
    const rows = read.stdout.split('\n').filter(row => row.endsWith('\t1'));
    expect(rows).toEqual(['1\t3\t1', '1\t3\t1', '1\t6\t1', '1\t6\t1', '1\t3\t1', '1\t3\t1']);
  });

  it('prints its summary at Ctrl-C, and frees the port', async () => {
    const command = `monitor --port ${line.listener} --baud ${BAUD}`;
    monitor = await startBus(command, /is open\n/);
    await talk();
    const { output } = await vi.waitFor(() => {
      expect(monitor!.output).toMatch(/\? {2}01 03 04 03 /);
      return monitor!;
    }, soon);
    expect(output).not.toContain('\u001b[');
    expect(await monitor.interrupt()).toBe(130);
    expect(monitor.output).toMatch(/^rtu 1 +3 +3 /m);
    expect(monitor.output).toMatch(/^8 frames of \d+ bytes in [\d.]+ s, 7 bytes of noise in 2 pieces$/m);
    expect(line.sentByListener).toEqual([]);
    monitor = await startBus(command, /is open\n/);
  });
});
