import {
  allCommands,
  frameOf,
  type SimulatedModule,
  simulatedAnalogInput,
  simulatedAnalogOutput,
  simulatedCounter,
  simulatedDigital,
  textOf,
  withoutChecksum,
} from '@bus/dcon';
import { FakeClock } from '@bus/line/testing';
import { Cursor } from '../cursor.js';
import { must } from '../oracle.js';
import { bytesOf, type Target } from '../target.js';

const MAKERS: readonly ((checksum: boolean, clock: FakeClock) => SimulatedModule)[] = [
  (checksum, clock) => simulatedDigital('7044', { address: 1, checksum, clock }),
  (checksum, clock) => simulatedDigital('7050', { address: 1, checksum, clock }),
  (checksum, clock) => simulatedAnalogInput('7017', { address: 1, checksum, clock }),
  (checksum, clock) => simulatedAnalogInput('7019R', { address: 1, checksum, clock }),
  (checksum, clock) => simulatedAnalogOutput('7021', { address: 1, checksum, clock }),
  (checksum, clock) => simulatedAnalogOutput('7024', { address: 1, checksum, clock }),
  (checksum, clock) => simulatedCounter('7080', { address: 1, checksum, clock }),
];

const sample = (source: string): string =>
  source
    .replace('AA', '01')
    .replace(/\{\w+:h(\d)\}/g, (_, width) => '0'.repeat(width))
    .replace(/\{\w+:[^}]+\}/g, '1');

export const target: Target = {
  name: 'dcon-modules',
  promise:
    'a simulated module answers what is for it with one sound frame, says nothing to a wrong checksum or another address, and never fails',
  longest: 250,
  words: ['$01', '#01', '%01', '@01', '~01', '$AA', '%0101400600', '~01P1', '~01I', '#**', '~**'],
  seeds: allCommands.flatMap(({ request }, index) => [
    [index % 7, 0, ...bytesOf(`${sample(request.source)}\n$012\n`)],
    [index % 7, 1, ...bytesOf(`${sample(request.source)}\n`)],
  ]),
  async run(input) {
    const cursor = new Cursor(input);
    const make = cursor.pick(MAKERS);
    const checked = cursor.pick([false, true]);
    const clock = new FakeClock();
    const module = make(checked, clock);
    const texts = String.fromCharCode(...cursor.rest())
      .split('\n')
      .slice(0, 8);
    for (const text of texts) {
      const wrong = text.startsWith('!');
      // A checksum that the input need not get right, unless it is to be wrong.
      const frame = frameOf(wrong ? text.slice(1) : text, module.checksum && !wrong);
      const { checksum, unit, init } = module;
      const answer = module.answer(frame);
      await clock.advance(50);
      if (answer === undefined) continue;
      const asked = textOf(frame)?.text ?? '';
      must(Number.parseInt(asked.slice(1, 3), 16) === unit || init, `it answered '${asked}'`);
      must(!checksum || withoutChecksum(asked) !== undefined, 'it answered a wrong checksum');
      must(
        /^[!>?][ -~]*\r$/.test(String.fromCharCode(...answer)),
        () => `'${String.fromCharCode(...answer)}' is no answer`,
      );
      must(
        !checksum || withoutChecksum(textOf(answer)?.text ?? '') !== undefined,
        'its answer has no right checksum',
      );
    }
  },
};
