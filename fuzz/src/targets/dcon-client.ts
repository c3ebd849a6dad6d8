import { DconClient, type DconModule } from '@bus/dcon';
import { BusError, Line, memoryPair } from '@bus/line';
import { FakeClock } from '@bus/line/testing';
import { Cursor, pieces } from '../cursor.js';
import { must, unlessRejected } from '../oracle.js';
import { bytesOf, type Target } from '../target.js';

const CALLS: readonly ((client: DconClient) => Promise<unknown>)[] = [
  client => client.module(1).identify(),
  client => client.module(1, { checksum: true }).configuration(),
  client => client.module(1, { checksum: 'auto' } as Parameters<DconClient['module']>[1]).identify(),
  client => client.module(1, { family: '7017' }).analogInputs.read(),
  client => client.module(1, { family: '7017' }).analogInputs.readChannel(3),
  client => client.module(1, { family: '7044' }).inputs.readAll(),
  client => client.module(1, { family: '7044' }).outputs.set(2, true),
  client => client.module(1, { family: '7080' }).counters.read(0),
  client => client.module(1, { family: '7021' }).analogOutputs.write(5),
  client => client.module(1).watchdog.status(),
  client => client.module(1).command('$012'),
] satisfies ((client: DconClient) => ReturnType<DconModule['command']> | Promise<unknown>)[];

export const target: Target = {
  name: 'dcon-client',
  promise:
    'a call of the DCON client ends with a BusError or a value, whatever answers, and leaves nothing behind',
  longest: 200,
  words: [
    '!01',
    '>+07.231',
    '>',
    '?01',
    '\r',
    '!0140060082\r',
    '!017044\r',
    '!01400600\r',
    '>0F00\r',
    '!0000\r',
  ],
  seeds: CALLS.map((_, index) => [index, 0, ...bytesOf('!01400600\r!017044\r>+01.000+02.000\r>\r!01B2.0\r')]),
  async run(input) {
    const cursor = new Cursor(input);
    const call = cursor.pick(CALLS);
    const cut = cursor.byte();
    const answers = [...lines(cursor.rest())];
    const clock = new FakeClock();
    const { a, b } = memoryPair();
    await b.open({
      closed: () => undefined,
      data() {
        const answer = answers.shift();
        if (answer !== undefined) void say(answer);
      },
    });
    const say = async (answer: Uint8Array): Promise<void> => {
      for (const piece of pieces(answer, cut)) await b.write(piece);
    };
    const line = new Line(a, {
      clock,
      retries: 1,
      timeout: 100,
      lateWindow: 200,
      random: () => 0,
      reconnect: false,
    });
    await unlessRejected(() => clock.until(call(new DconClient(line))), BusError);
    await line.close();
    await clock.advance(5000);
    must(line.waiting === 0 && clock.pending === 0, 'something was left behind');
  },
};

/** One answer for each question: up to and with its carriage return. */
function* lines(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf(13, at);
    yield bytes.slice(at, end < 0 ? undefined : end + 1);
    at = end < 0 ? bytes.length : end + 1;
  }
}
