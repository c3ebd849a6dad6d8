import { describe, expect, it } from 'vitest';
import {
  answerRequest,
  decodeException,
  MAX_UNIT,
  MemoryBank,
  ModbusServer,
  ServerUnit,
} from '../src/index.js';
import { type AnyFrameVector, isFrame, vectorsOf } from './support/frame-vectors.js';
import { FRAMINGS, framingOf } from './support/framings.js';
import { fullUnit, serving } from './support/server-scene.js';
import { bytesOf, hexOf } from './vectors.js';

/** What a server did, in the words of the vectors. */
function verdict(answer: Uint8Array | undefined, executed: boolean): string {
  if (answer === undefined) return executed ? 'execute-silent' : 'silent';
  return answer[0]! >= 0x80 ? `exception:${decodeException(answer).exceptionCode}` : 'respond';
}

const requestsOf = (name: (typeof FRAMINGS)[number]): AnyFrameVector[] =>
  vectorsOf(name).filter(({ direction }) => direction === 'request');

/** Answers of this kind tell of themselves or have no fixed length. */
const lengthIsFree = ({ functionCode }: AnyFrameVector): boolean => [12, 17, 43].includes(functionCode!);

describe.each(FRAMINGS)('a unit that is asked in %s frames', name => {
  const framing = framingOf(name);

  it.each(requestsOf(name).filter(isFrame))('$name: $server', async vector => {
    const { unit, pdu } = framing.unwrap(bytesOf(vector.hex));
    const broadcast = unit === 0 && framing.broadcasts;
    let executed = false;
    const device = fullUnit();
    const counters = (await serving(name, { 1: device })).served.counters(1);
    const before = counters.eventCount;
    const answer = await device.answer(pdu, { unit, broadcast, counters });
    // A restart clears the count of what was done, and is told by the log.
    executed = counters.eventCount > before || counters.events[0] === 0x00;
    const forcedSilence = counters.listenOnly;
    const expected = vector.server;
    expect(verdict(answer, executed || forcedSilence)).toBe(expected);
    if (expected !== 'respond') return;
    expect(answer![0]).toBe(vector.functionCode);
    if (vector.responsePduLength && !lengthIsFree(vector))
      expect(answer).toHaveLength(vector.responsePduLength);
  });
});

describe.each(FRAMINGS)('a server that hears %s frames on the wire', name => {
  const framing = framingOf(name);
  const all = fullUnit();

  const framed = requestsOf(name).filter(
    vector => isFrame(vector) && (name !== 'rtu' || (vector.valid && vector.unit! <= MAX_UNIT)),
  );
  it.each(framed)('$name: $server', async vector => {
    const scene = await serving(name, {
      units: unit => (unit === 0 && framing.broadcasts ? undefined : all),
    });
    const request = bytesOf(vector.hex);
    const frames = await scene.ask(request);
    const quiet = vector.server === 'silent' || vector.server === 'execute-silent';
    expect(frames).toHaveLength(quiet ? 0 : 1);
    if (quiet) return;
    const { unit, pdu } = framing.unwrap(frames[0]!);
    expect(unit).toBe(vector.unit);
    expect(verdict(pdu, false)).toBe(vector.server);
    if (name === 'tcp') expect(hexOf(frames[0]!.subarray(0, 4))).toBe(hexOf(request.subarray(0, 4)));
    if (vector.responsePduLength && vector.server === 'respond' && !lengthIsFree(vector))
      expect(pdu).toHaveLength(vector.responsePduLength);
  });

  // On a stream, what is broken for a datagram may be the beginning of something, or two requests.
  const broken = requestsOf(name).filter(vector => !isFrame(vector));
  it.each(broken)('says nothing to a datagram of $name', async vector => {
    const scene = await serving(name, { units: () => all }, { medium: { datagrams: true } });
    expect(await scene.ask(bytesOf(vector.hex))).toEqual([]);
    expect(await scene.askPdu(17, 3, 0, 0, 0, 1)).toEqual([3, 2, 0, 0]);
  });
});

describe('RTU requests of a wrong length', () => {
  const framing = framingOf('rtu');
  const wrong = requestsOf('rtu').filter(vector => isFrame(vector) && !vector.valid);

  it.each(wrong)(
    '$name: $server, or silence when it cannot be framed; and the next is answered',
    async vector => {
      const scene = await serving('rtu', { units: () => fullUnit() });
      const frames = await scene.ask(bytesOf(vector.hex));
      const verdicts = frames.map(frame => verdict(framing.unwrap(frame).pdu, false));
      // A sound request with a 00 behind it is what a driver makes when it switches off: the request stands.
      const expected = vector.name.includes('trailing 00') ? [['respond']] : [[vector.server], []];
      expect(expected).toContainEqual(verdicts);
      expect(await scene.askPdu(17, 3, 0, 0, 0, 1)).toEqual([3, 2, 0, 0]);
    },
  );

  it.each(requestsOf('rtu').filter(({ unit }) => unit !== null && unit > MAX_UNIT))(
    'is silent to $name, whose address is reserved',
    async vector => {
      const scene = await serving('rtu', { units: () => new ServerUnit() });
      expect(await scene.ask(bytesOf(vector.hex))).toEqual([]);
    },
  );
});

describe('a desk for datagrams', () => {
  it.each(requestsOf('tcp'))('$name: $server', async vector => {
    const desk = new ModbusServer({ units: { 1: fullUnit() } }).datagrams();
    const answer = await desk.answer(bytesOf(vector.hex));
    const quiet = vector.server === undefined || vector.server.endsWith('silent');
    expect(answer && verdict(framingOf('tcp').unwrap(answer).pdu, false)).toBe(
      quiet ? undefined : vector.server,
    );
    expect(await desk.answer(framingOf('tcp').wrap(9, Uint8Array.of(3, 0, 0, 0, 1)))).toBeDefined();
    desk.close();
  });

  it('keeps its delimiter, which one client would change for all', async () => {
    const desk = new ModbusServer({ units: { 1: fullUnit() } }).datagrams('ascii');
    const ask = async (...pdu: number[]) => {
      const answer = await desk.answer(framingOf('ascii').wrap(1, Uint8Array.from(pdu)));
      return answer && [...framingOf('ascii').unwrap(answer).pdu];
    };
    expect(await ask(8, 0, 3, 0x23, 0)).toEqual([8, 0, 3, 0x23, 0]);
    expect(await ask(8, 0, 3, 0x41, 0)).toEqual([0x88, 3]);
    expect(await ask(3, 0, 0, 0, 1)).toEqual([3, 2, 0, 0]);
    desk.close();
  });

  it('reports what fails, and is silent then', async () => {
    const errors: unknown[] = [];
    const units = () => {
      throw new Error('no units');
    };
    const desk = new ModbusServer({ units, onError: error => errors.push(error) }).datagrams();
    expect(await desk.answer(framingOf('tcp').wrap(9, Uint8Array.of(7)))).toBeUndefined();
    expect(errors.map(String)).toEqual(['Error: no units']);
  });
});

it('answers both requests that come in one TCP segment', async () => {
  for (const vector of requestsOf('tcp').filter(({ inner }) => inner !== undefined)) {
    const scene = await serving('tcp', { 1: fullUnit() });
    expect(await scene.ask(bytesOf(vector.hex))).toHaveLength(vector.inner!.length);
  }
});

describe('answering with a memory alone', () => {
  it('refuses function codes that the device does not know', () => {
    const request = Uint8Array.of(6, 0, 1, 0, 5);
    const bank = new MemoryBank({ holdingRegisters: { 1: 0 } });
    expect(answerRequest(request, bank, new Set([3]))).toEqual(Uint8Array.of(0x86, 1));
    expect(answerRequest(request, bank, new Set([3, 6]))).toEqual(request);
    expect(answerRequest(Uint8Array.of(100, 1), bank)).toEqual(Uint8Array.of(228, 1));
  });

  it('is silent to what is no request', () => {
    expect(answerRequest(Uint8Array.of(0x83, 2), new MemoryBank())).toBeUndefined();
  });

  it('writes all or nothing', () => {
    const bank = new MemoryBank({ holdingRegisters: { 1: 11, 2: 22 } });
    const beyond = Uint8Array.of(16, 0, 1, 0, 3, 6, 0, 7, 0, 8, 0, 9);
    expect(answerRequest(beyond, bank)).toEqual(Uint8Array.of(0x90, 2));
    expect(bank.holdingRegisters.read(1, 2)).toEqual([11, 22]);
  });

  it('reads back what was written, in each table', () => {
    const bank = new MemoryBank({ coils: { 0: false, 1: false, 2: true }, holdingRegisters: { 5: 0, 6: 0 } });
    answerRequest(Uint8Array.of(15, 0, 0, 0, 2, 1, 0b11), bank);
    expect(answerRequest(Uint8Array.of(1, 0, 0, 0, 3), bank)).toEqual(Uint8Array.of(1, 1, 0b111));
    answerRequest(Uint8Array.of(16, 0, 5, 0, 2, 4, 1, 2, 3, 4), bank);
    expect(answerRequest(Uint8Array.of(3, 0, 5, 0, 2), bank)).toEqual(Uint8Array.of(3, 4, 1, 2, 3, 4));
  });
});
