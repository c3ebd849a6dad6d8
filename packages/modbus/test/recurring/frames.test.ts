import { describe, expect, it } from 'vitest';
import { encodeException, pduCodecs } from '../../src/index.js';
import { vectorsOf } from '../support/frame-vectors.js';
import { FRAMINGS, type FramingName, frameOf, framingOf, hexFrame, spaced } from '../support/framings.js';
import { questionFor, SMALLEST } from '../support/question-for.js';
import { rejection, scene } from '../support/scene.js';
import { bytesOf, hexOf } from '../vectors.js';

const QUESTION = [3, 0, 7, 0, 1];
const ANSWER = [3, 2, 3, 4];
const VALUE = 772;

/** Reads register 7 of unit 1 while the peer sends `pieces`, and says when the value came. */
async function read(framing: FramingName, ...pieces: [delay: number, hex: string][]) {
  const { clock, peer, unit, adu } = scene(framing);
  peer.expect(adu(1, QUESTION), ...pieces);
  const value = await clock.until(unit().readRegister(7));
  return { value, at: clock.now() };
}

const SERIAL = ['rtu', 'ascii'] as const;

describe('bytes around an answer', () => {
  it('F4: each of the 256 bytes in front of it costs neither the value nor time', async () => {
    for (const framing of SERIAL) {
      const answer = hexFrame(framing, 1, ANSWER);
      for (let junk = 0; junk < 256; junk += 1)
        expect(await read(framing, [5, `${spaced([junk])} ${answer}`])).toEqual({ value: VALUE, at: 5 });
    }
  });

  it.each(SERIAL)('F5: garbage, halves, doubles and pieces are sorted out, %s', async framing => {
    const answer = hexFrame(framing, 1, ANSWER);
    const other = hexFrame(framing, 2, ANSWER);
    const half = answer.slice(0, 3 * 4 - 1);
    const scenes: Record<string, [number, string][]> = {
      'garbage behind': [[5, `${answer} DE AD BE EF`]],
      'garbage in front': [[5, `DE AD BE EF ${answer}`]],
      'garbage on both sides, later': [
        [4, 'FF 00 FF'],
        [5, answer],
        [6, '00'],
      ],
      'half an answer, then a whole one': [[5, `${half} ${answer}`]],
      'half an answer, a pause, and a whole one': [
        [5, half],
        [400, answer],
      ],
      'a foreign frame in front': [[5, `${other} ${answer}`]],
      'a foreign frame behind': [[5, `${answer} ${other}`]],
      'garbage between two frames': [[5, `${other} 00 55 ${answer}`]],
      'the answer twice': [[5, `${answer} ${answer}`]],
      'bytes one by one': answer.split(' ').map((byte, index): [number, string] => [index + 1, byte]),
      'two by two': (answer.match(/.. ..|..$/g) ?? []).map((pair, index): [number, string] => [
        index + 1,
        pair,
      ]),
    };
    for (const [title, pieces] of Object.entries(scenes)) {
      expect([title, (await read(framing, ...pieces)).value]).toEqual([title, VALUE]);
    }
  });

  it('F6: a short answer behind a long one is found, and nothing of the long one stays', async () => {
    for (const framing of FRAMINGS) {
      const { clock, peer, unit, adu } = scene(framing);
      peer
        .expect(adu(1, [3, 0, 0, 0, 2], 0), [1, adu(1, [3, 4, 1, 2, 3, 4], 0)])
        .expect(adu(1, [2, 0, 0, 0, 8], 1), [1, adu(1, [2, 1, 0x81], 1)])
        .expect(adu(1, [3, 0, 0, 0, 1], 2), [1, adu(1, [3, 2, 0, 9], 2)]);
      expect(await clock.until(unit().readRegisters(0, 2))).toEqual([258, 772]);
      const bits = await clock.until(unit().readBits(0, 8));
      expect(bits.map(Number).join('')).toBe('10000001');
      expect(await clock.until(unit().readRegister(0))).toBe(9);
      expect(clock.now()).toBe(3);
    }
  });

  it('F44: one to three bytes behind it are ignored, also for the next question', async () => {
    for (const framing of SERIAL) {
      for (const extra of ['FE', '00', 'FE 00', '00 00', 'FF FE 00', '00 00 00']) {
        const { clock, peer, unit, adu } = scene(framing);
        for (const value of [1, 2])
          peer.expect(adu(1, QUESTION), [5, `${adu(1, [3, 2, 0, value])} ${extra}`]);
        expect(await clock.until(unit().readRegister(7))).toBe(1);
        expect(await clock.until(unit().readRegister(7))).toBe(2);
        expect(clock.now()).toBe(10);
      }
    }
  });

  it('F32: a long answer in packets of 62 bytes, 16 ms apart, is accepted', async () => {
    const registers = Array.from({ length: 125 }, (_, index) => 500 * index);
    const data = registers.flatMap(value => [value >> 8, value & 255]);
    for (const framing of FRAMINGS) {
      const { clock, peer, unit, adu } = scene(framing, {}, { characterTime: framing === 'tcp' ? 0 : 0.09 });
      const answer = adu(1, [3, 250, ...data]).split(' ');
      const packets: [number, string][] = [];
      for (let at = 0; at < answer.length; at += 62)
        packets.push([20 + (16 * at) / 62, answer.slice(at, at + 62).join(' ')]);
      peer.expect(adu(1, [3, 0, 0, 0, 125]), ...packets);
      expect(await clock.until(unit().readRegisters(0, 125))).toEqual(registers);
      expect(clock.now()).toBe(peer.written[0]![0] + packets.at(-1)![0]);
    }
  });
});

describe('exceptions', () => {
  it('F20: one ends the call with its last byte, not by the time-out', async () => {
    for (const framing of FRAMINGS) {
      const { clock, peer, unit, adu } = scene(framing);
      peer.expect(adu(1, [3, 0, 0, 0, 125]), [12, adu(1, [0x83, 2])]);
      expect(await clock.until(rejection(unit().readRegisters(0, 125)))).toMatchObject({ exceptionCode: 2 });
      expect(clock.now()).toBe(12);
    }
  });

  it('F21: codes 1 to 11 reach the caller over every framing, for every function', async () => {
    for (const framing of FRAMINGS) {
      for (const [functionCode, request] of SMALLEST) {
        for (let exceptionCode = 1; exceptionCode <= 11; exceptionCode += 1) {
          const { clock, peer, unit } = scene(framing);
          const codec = pduCodecs.get(functionCode)!;
          const refusal = encodeException({ functionCode, exceptionCode });
          const question = spaced(frameOf(framing, 1, codec.encodeRequest(request)));
          peer.expect(question, [1, hexFrame(framing, 1, refusal)]);
          const error = await clock.until(rejection(unit().call(codec, request)));
          expect(error).toMatchObject({ functionCode, exceptionCode });
        }
      }
    }
  });
});

describe('functions that nobody knows', () => {
  it('F34: an answer with a function of its own is framed by the length that is given, or by silence', async () => {
    for (const [options, end] of [
      [{ length: 3 }, 5],
      [{}, 55],
    ] as const) {
      const { clock, peer, unit, adu } = scene();
      peer.expect(adu(1, [0x64, 1]), [5, adu(1, [0x64, 7, 8, 9])]);
      expect(await clock.until(unit().request(0x64, Uint8Array.of(1), options))).toEqual(
        Uint8Array.of(7, 8, 9),
      );
      expect(clock.now()).toBe(end);
    }
  });

  const short = (framing: FramingName) =>
    vectorsOf(framing).filter(
      ({ valid, direction, hex, unit, decoded }) =>
        valid && direction === 'response' && hex.length <= 36 && unit! > 0 && !('exceptionCode' in decoded),
    );

  it.each(SERIAL)(
    'F35: no flipped bit of any answer is believed, and none makes the line deaf, %s',
    async framing => {
      for (const vector of short(framing)) {
        const bytes = bytesOf(vector.hex);
        const { unit, pdu } = framingOf(framing).unwrap(bytes);
        const { codec, request } = questionFor(pdu);
        const right = codec.decodeResponse(pdu);
        const question = spaced(frameOf(framing, unit, codec.encodeRequest(request)));
        for (let bit = 0; bit < 8 * bytes.length; bit += 1) {
          const flipped = bytes.slice();
          flipped[bit >> 3]! ^= 1 << (bit & 7);
          const { clock, peer, client } = scene(framing, { timeout: 100, lateWindow: 0 });
          peer.expect(question, [1, spaced(flipped)]).expect(question, [1, spaced(bytes)]);
          const call = client.unit(unit).call(codec, request, { retries: 1, repeatable: true });
          expect([hexOf(flipped), await clock.until(call)]).toEqual([hexOf(flipped), right]);
          expect(peer.written).toHaveLength(2);
        }
      }
    },
  );
});

describe('an echo in place of an answer', () => {
  it('F45: a copy of the question, whole or without its end, is called an echo and not a wrong sum', async () => {
    const question = hexFrame('rtu', 1, QUESTION);
    for (const copy of [question, question.slice(0, -3), question.slice(0, -6)]) {
      const { clock, peer, unit } = scene();
      peer.expect(question, [5, copy]);
      const error = await clock.until(rejection(unit().readRegister(7)));
      expect(error).toMatchObject({ hint: expect.stringContaining('echo') });
      expect((error as { code: string }).code).not.toBe('checksum');
    }
  });
});
