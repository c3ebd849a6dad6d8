import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runBus } from '../support/bus-program.ts';
import { runToEnd } from '../support/program.ts';
import { makeFolder, removeFolder } from '../support/run-folder.ts';
import { describeWith } from './describe-with.ts';

const question = '00 01 00 00 00 06 01 03 01 21 00 01';
const answer = '00 01 00 00 00 05 01 03 02 03 04';
const serialQuestion = '02 04 00 00 00 02 71 F8';

/** Runs one of Wireshark's tools. */
async function tool(command: string, ...args: string[]): Promise<void> {
  const { code, stderr } = await runToEnd(command, args);
  if (code !== 0) throw new Error(`${command} ended with ${code}: ${stderr}`);
}

describeWith(['tshark'], 'bus monitor and bus decode of what Wireshark’s tools write', () => {
  let folder: string;
  const file = (name: string) => join(folder, name);

  /** A packet with time and direction, as text2pcap reads it. */
  const dump = (name: string, seconds: string, hex: string) =>
    writeFileSync(file(name), `${seconds}\n0000 ${hex}\n`);

  beforeAll(async () => {
    folder = makeFolder('captures');
    dump('question', '1700000000.100', question);
    dump('answer', '1700000000.112', answer);
    dump('serial', '1700000000.200', serialQuestion);
    for (const [name, ip, here, there] of [
      ['v4', '-4', '10.0.0.5', '10.0.0.7'],
      ['v6', '-6', 'fe80::5', 'fe80::7'],
    ] as const) {
      const made = ['question', 'answer'].map(part => file(`${name}-${part}.pcapng`));
      const time = ['-t', '%s.%f'];
      await tool('text2pcap', ...time, ip, `${here},${there}`, '-T', '40000,502', file('question'), made[0]!);
      await tool('text2pcap', ...time, ip, `${there},${here}`, '-T', '502,40000', file('answer'), made[1]!);
      await tool('mergecap', '-w', file(`${name}.pcapng`), ...made);
    }
    await tool('text2pcap', '-t', '%s.%f', '-l', '147', file('serial'), file('serial.pcapng'));
    await tool('mergecap', '-w', file('both.pcapng'), file('v6.pcapng'), file('serial.pcapng'));
    await tool('editcap', '-F', 'pcap', file('v6.pcapng'), file('v6.pcap'));
    await tool('editcap', '-F', 'nsecpcap', file('v4.pcapng'), file('v4-nanoseconds.pcap'));
  });
  afterAll(() => removeFolder(folder));

  /** Of questions and answers: conversation, meaning, and what they took. */
  async function monitored(name: string): Promise<unknown[][]> {
    const { code, stdout, stderr } = await runBus('monitor', '--json', '--capture', file(name));
    expect(code, stderr).toBe(0);
    const events = stdout
      .trim()
      .split('\n')
      .map(line => JSON.parse(line) as Record<string, unknown>);
    return events
      .filter(({ event }) => event === 'request' || event === 'answer')
      .map(({ conversation, meaning, latency }) => [conversation, meaning, latency]);
  }

  const said = (conversation: string) => [
    [conversation, '#1 unit 1, read holding registers 289, 1', undefined],
    [conversation, '#1 unit 1, 1 register: 772', 12],
  ];
  const version4 = said('10.0.0.5:40000 10.0.0.7:502');
  const version6 = said('[fe80::5]:40000 [fe80::7]:502');

  it.each([
    ['v4.pcapng', version4],
    ['v4-nanoseconds.pcap', version4],
    ['v6.pcapng', version6],
    ['v6.pcap', version6],
  ])('tell of %s who asked what', async (name, expected) => {
    expect(await monitored(name)).toEqual(expected);
  });

  it('tell of several interfaces in one file', async () => {
    expect(await monitored('both.pcapng')).toEqual([
      ...version6,
      [undefined, 'unit 2, read input registers 0, 2', undefined],
    ]);
    const { code, stdout, stderr } = await runBus('decode', file('both.pcapng'));
    expect(code, stderr).toBe(0);
    expect(stdout).toContain('rtu request: unit 2, read input registers 0, 2');
    expect(stdout).toContain('tcp answer: unit 1, 1 register: 772');
  });
});
