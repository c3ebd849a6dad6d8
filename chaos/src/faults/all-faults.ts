import {
  bitFlip,
  chunked,
  doubled,
  echoed,
  extraBytes,
  type Fault,
  foreignMaster,
  halfOpen,
  late,
  lostBytes,
  otherFunction,
  otherUnit,
  portLoss,
  silence,
  truncated,
  wrongCount,
} from '@bus/sim';
import { type Conditions, LONGEST_DELAY } from '../plant/plant.js';
import type { FramingName } from '../subject.js';
import { allOf, anyOf, unlessDoubled } from './combine.js';
import type { FaultKind } from './fault-kind.js';

const MODBUS: readonly FramingName[] = ['rtu', 'ascii', 'tcp', 'rtu-over-tcp'];
const TEXT_AND_RELAYS: readonly FramingName[] = ['dcon', 'dcon-checksum', 'drio', 'drio-harsh'];
export const SERIAL: readonly FramingName[] = ['rtu', 'ascii', ...TEXT_AND_RELAYS];
const CONNECTIONS: readonly FramingName[] = ['tcp', 'rtu-over-tcp'];
const ALL: readonly FramingName[] = [...MODBUS, ...TEXT_AND_RELAYS];
const ADDRESSED: readonly FramingName[] = [...MODBUS, 'dcon', 'dcon-checksum'];
const SHARED: readonly FramingName[] = ['rtu', 'ascii', 'rtu-over-tcp'];

/** Milliseconds for which a USB adaptor keeps bytes back. */
export const BATCH = 16;
/** Numbers of bits that are inverted at once. */
export const FLIPS = [1, 2, 3, 4, 5, 6, 8, 12, 16];

/** From 1.1 to 3 times the time-out after the request, whatever the device takes by itself. */
const lateTimes = ({ timeout }: Conditions) => [1.1 * timeout, 3 * timeout - LONGEST_DELAY] as const;
/** Late by less, for each answer of a device waits for the one before and is late by its own time as well. */
const waitingTimes = ({ timeout }: Conditions) => [1.1 * timeout, 1.3 * timeout] as const;
const laterTimes = ({ timeout }: Conditions) => [1.1 * timeout, 2.7 * timeout] as const;
const overtaken = (conditions: Conditions) => late(lateTimes(conditions), { overtakable: true });
/** Late, but the whole answer comes in time. */
const slowTimes = ({ timeout }: Conditions) => [0.1 * timeout, 0.5 * timeout] as const;
const flips = () => anyOf('bit flips', FLIPS.map(bitFlip));
const losses = () => anyOf('lost bytes', [1, 2, 3, 5].map(lostBytes));
const extra = (where: 'before' | 'inside' | 'after') =>
  anyOf(
    `extra bytes ${where}`,
    [1, 2, 4].map(count => extraBytes({ where, count })),
  );
/** Right behind the answer, or a moment later; at any time of the adaptor's, so that a batch may end between the two. */
const copies = () =>
  allOf('doubled', [
    late([0, BATCH]),
    anyOf(
      'doubled',
      [0, 0.5, 1, 2].map(pause => doubled(pause)),
    ),
  ]);
const pieces = () =>
  anyOf('chunks', [
    chunked('whole'),
    chunked('bytes'),
    chunked('random'),
    chunked('random', 3),
    chunked(7, 9),
  ]);
const echo = (form: 'whole' | 'partial' | 'corrupted') => echoed(form);
const restart = ({ timeout }: Conditions) => portLoss({ after: 0, back: [timeout, 5 * timeout] });

function on(framings: readonly FramingName[], name: string, ...rest: Parts): FaultKind {
  const [answers, settings = {}] = rest;
  return { name, framings, ...(answers === undefined ? {} : { answers }), ...settings };
}
type Parts = [answers?: FaultKind['answers'], settings?: Omit<FaultKind, 'name' | 'framings' | 'answers'>];

/** Every column of the matrix: nothing, one fault at a time, and everything at once. */
export const allFaults: readonly FaultKind[] = [
  on(ALL, 'none'),
  on(ALL, 'bit flips', () => [flips()]),
  on(ALL, 'lost bytes', () => [losses()]),
  on(ALL, 'extra bytes before', () => [extra('before')]),
  on(ALL, 'extra bytes inside', () => [extra('inside')]),
  on(ALL, 'extra bytes after', () => [extra('after')]),
  on(ALL, 'truncated', () => [truncated()]),
  on(ALL, 'doubled', () => [doubled()]),
  on(SERIAL, 'doubled, 16 ms batches', () => [copies()], { latency: BATCH, share: 0.5 }),
  on(CONNECTIONS, 'doubled, 16 ms apart', () => [doubled(BATCH)]),
  on(ALL, 'late in order', conditions => [late(waitingTimes(conditions))]),
  on(ALL, 'late and reordered', conditions => [overtaken(conditions)]),
  on(SERIAL, 'late and reordered, 16 ms batches', conditions => [overtaken(conditions)], { latency: BATCH }),
  on(ALL, 'slow device', conditions => [late(slowTimes(conditions))]),
  on(ADDRESSED, 'another unit', () => [otherUnit(undefined, { otherValues: true })]),
  on(MODBUS, 'another function', () => [otherFunction()]),
  on(MODBUS, 'wrong byte count', () => [wrongCount()]),
  on(SERIAL, 'echo whole', () => [echo('whole')]),
  on(SERIAL, 'echo partial', () => [echo('partial')]),
  on(SERIAL, 'echo corrupt', () => [echo('corrupted')]),
  on(SHARED, 'foreign master before', () => [foreignMaster({ where: 'before' })]),
  on(SHARED, 'foreign master after', () => [foreignMaster({ where: 'after' })]),
  on(ALL, 'every chunking', () => [pieces()], { share: 1 }),
  on(SERIAL, '16 ms batches', undefined, { latency: BATCH }),
  on(ALL, 'silence', () => [silence()]),
  on(ALL, 'request lost', undefined, { deaf: 0.15 }),
  on(SERIAL, 'port vanishes', ({ timeout }) => [portLoss({ back: [0, 3 * timeout] })]),
  on(ALL, 'port vanishes in the request', undefined, { cuts: 0.1 }),
  on(CONNECTIONS, 'reset mid frame', () => [portLoss({ back: 0 })]),
  on(CONNECTIONS, 'half-open connection', () => [halfOpen()], { share: 0.05 }),
  on(CONNECTIONS, 'server restart', conditions => [restart(conditions)], { share: 0.05 }),
  everything(SERIAL, ({ timeout }) => [portLoss({ back: [0, 3 * timeout] })], BATCH),
  everything(CONNECTIONS, conditions => [portLoss({ back: 0 }), halfOpen(), restart(conditions)], 0),
];

/** Each fault that is possible, each of them rarely. */
function everything(
  framings: readonly FramingName[],
  portFaults: (conditions: Conditions) => readonly Fault[],
  latency: number,
): FaultKind {
  return {
    name: 'everything at once',
    framings,
    latency,
    share: 0.02,
    deaf: 0.02,
    cuts: 0.02,
    answers: conditions => [
      // First, so that a copy is right behind its answer whatever comes before or after the two.
      doubled(),
      unlessDoubled(pieces()),
      otherUnit(undefined, { otherValues: true }),
      otherFunction(),
      wrongCount(),
      foreignMaster(),
      foreignMaster({ where: 'after' }),
      echo('whole'),
      flips(),
      losses(),
      extra('before'),
      extra('inside'),
      extra('after'),
      truncated(),
      // One of them, since two in a row make an answer later than any window, and what other faults put in front of it
      // takes its time as well.
      anyOf('late', [
        late(slowTimes(conditions)),
        late(waitingTimes(conditions)),
        late(laterTimes(conditions), { overtakable: true }),
      ]),
      silence(),
      ...portFaults(conditions),
    ],
  };
}
