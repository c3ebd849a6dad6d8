import { drioEar } from '@bus/232drio/monitor';
import { dconEar } from '@bus/dcon/monitor';
import { type Ear, Monitor, type MonitorEvent } from '@bus/line/monitor';
import { rtuFraming } from '@bus/modbus';
import { asciiEar, mbapEar, rtuEar } from '@bus/modbus/monitor';
import { Cursor, pieces } from '../cursor.js';
import { must, same } from '../oracle.js';
import { ANSWERS, REQUESTS } from '../pdus.js';
import { bytesOf, type Target } from '../target.js';
import { framed, stretches } from '../wire-text.js';

const EARS: readonly (() => Ear[])[] = [
  () => [rtuEar(), asciiEar(), dconEar()],
  () => [rtuEar()],
  () => [mbapEar()],
  () => [drioEar()],
  () => [dconEar(), rtuEar(), drioEar()],
];

export const target: Target = {
  name: 'monitor',
  promise:
    'a monitor tells every byte of a stream once, in one frame or as noise, and the same frames in any chunks',
  longest: 500,
  words: ['$012\r', '!01400600\r', ':010310010001EA\r\n', '!0R'],
  seeds: [
    ...REQUESTS.map((pdu, index) => [index % 5, 3, ...framed(pdu, ANSWERS[index % 20]!)]),
    [0, 0, 0x40, 15, ...bytesOf('$012\r!01400600\r')],
  ],
  run(input) {
    const cursor = new Cursor(input);
    const ears = cursor.pick(EARS);
    const cut = cursor.byte();
    const rest = cursor.rest();
    const whole = listen(ears(), rest, 0);
    const parts = listen(ears(), rest, cut);
    same(framesOf(parts), framesOf(whole), 'the chunks make a difference');
  },
};

function listen(ears: Ear[], input: Uint8Array, cut: number): MonitorEvent[] {
  const monitor = new Monitor({ ears });
  const events: MonitorEvent[] = [];
  const stream: number[] = [];
  let now = 0;
  for (const { bytes, silent } of stretches(input, rtuFraming)) {
    stream.push(...bytes);
    for (const piece of pieces(bytes, cut)) events.push(...monitor.hear(piece, now));
    must(monitor.position === stream.length, 'it lost count');
    if (!silent) continue;
    now += 500;
    events.push(...monitor.passed(now));
  }
  events.push(...monitor.end());
  let told = 0;
  for (const [offset, bytes] of events.flatMap(stretchOf)) {
    must(offset === told, () => `${offset} was told behind ${told}`);
    same([...bytes], stream.slice(offset, offset + bytes.length), 'its bytes');
    told = offset + bytes.length;
  }
  must(told === stream.length && monitor.pending === 0, () => `${stream.length - told} bytes were not told`);
  return events;
}

function stretchOf(event: MonitorEvent): [number, Uint8Array][] {
  if (event.kind === 'noise') return [[event.offset, event.bytes]];
  return event.kind === 'unanswered' ? [] : [[event.frame.offset, event.frame.bytes]];
}

const framesOf = (events: readonly MonitorEvent[]): unknown[] =>
  events.flatMap(event =>
    event.kind === 'request' || event.kind === 'answer'
      ? [[event.kind, event.frame.offset, event.frame.bytes.length]]
      : [],
  );
