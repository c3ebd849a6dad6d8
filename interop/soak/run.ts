import { setTimeout as wait } from 'node:timers/promises';
import { DrioClient } from '@bus/232drio';
import { DconClient } from '@bus/dcon';
import { Line } from '@bus/line';
import { ModbusClient } from '@bus/modbus';
import { mulberry32 } from '@bus/sim';
import { serialTransport } from '@bus/transport-node';
import { dconCaller, drioCaller, modbusCaller, type Step } from './callers.ts';
import { BAUD, DCON, MODBUS } from './known-values.ts';
import { type Sample, takeSample } from './sample.ts';
import { type Protocol, protocols, Tally } from './tally.ts';

export interface SoakOptions {
  /** Where the devices are. */
  readonly path: string;
  readonly minutes: number;
  readonly seed: number;
  readonly onSample: (sample: Sample) => void;
  readonly onWrong: (what: string) => void;
}

/** Milliseconds that each caller rests between two calls. */
const REST = 10;
/** So many samples are taken at least, of a minute at most. */
const SAMPLES = 60;

/** Asks three protocols on one line for a while, each by a caller of its own. */
export async function soak(options: SoakOptions): Promise<readonly Sample[]> {
  const { path, minutes, seed, onSample, onWrong } = options;
  const line = new Line(serialTransport({ path, baudRate: BAUD }), { timeout: 200, retries: 2 });
  const tallies: Record<Protocol, Tally> = { modbus: new Tally(), dcon: new Tally(), '232drio': new Tally() };
  const steps = stepsOn(line, tallies, seed, onWrong);
  await line.open();
  const start = performance.now();
  const end = start + minutes * 60_000;
  const period = Math.min(60_000, (minutes * 60_000) / SAMPLES);
  const samples: Sample[] = [];
  const work = steps.map(step => repeat(step, end));
  const failed = Promise.all(work).then(() => 'done' as const);
  for (let due = start + period; due < end + period / 2; due += period) {
    const ended = await Promise.race([failed, wait(Math.max(0, due - performance.now()))]);
    const counted = Object.fromEntries(protocols.map(name => [name, tallies[name].take()]));
    const sample = takeSample((performance.now() - start) / 60_000, counted as Sample['protocols']);
    samples.push(sample);
    onSample(sample);
    if (ended === 'done') break;
  }
  await failed;
  await line.close();
  return samples;
}

function stepsOn(
  line: Line,
  tallies: Record<Protocol, Tally>,
  seed: number,
  onWrong: (what: string) => void,
): Step[] {
  const modbus = new ModbusClient(line).unit(MODBUS.unit);
  const dcon = new DconClient(line);
  const digital = dcon.module(DCON.digital.address, { family: '7044', checksum: true });
  const analog = dcon.module(DCON.analog.address, { family: '7017', checksum: true });
  // Without checksums: what could be anything is asked twice.
  const drio = new DrioClient(line, { mode: 'harsh', readTwice: true });
  const wrong = (protocol: Protocol) => (what: string) => onWrong(`${protocol}: ${what}`);
  const randoms = [1, 2, 3].map(index => mulberry32(1000 * seed + index));
  return [
    modbusCaller(modbus, tallies.modbus, randoms[0]!, wrong('modbus')),
    dconCaller(digital, analog, tallies.dcon, randoms[1]!, wrong('dcon')),
    drioCaller(drio, tallies['232drio'], randoms[2]!, wrong('232drio')),
  ];
}

async function repeat(step: Step, end: number): Promise<void> {
  while (performance.now() < end) {
    await step();
    await wait(REST);
  }
}
