import { Line } from '@bus/line';
import { FakeClock } from '@bus/line/testing';
import { describe, expect, it } from 'vitest';
import { encodeException, ModbusClient, ModbusException, pduCodecs } from '../src/index.js';
import { AnsweringPeer, byteByByte } from './support/answering-peer.js';
import { FRAMINGS, type FramingName, frameOf } from './support/framings.js';
import { FUNCTION_CASES, type FunctionCase } from './support/function-cases.js';
import { rejection } from './support/scene.js';

const UNIT = 17;
const EXCEPTIONS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 255];

/** A client whose peer answers each request with `answer(request)`, one byte per millisecond. */
function bench(name: FramingName, answer: (pdu: Uint8Array) => Uint8Array) {
  const clock = new FakeClock();
  const peer = new AnsweringPeer(clock, name, request => byteByByte(name, request, answer(request.pdu)));
  const client = new ModbusClient(new Line(peer, { clock, retries: 0 }), { framing: name });
  return { clock, peer, unit: client.unit(UNIT) };
}

describe('the matrix', () => {
  it('has every function', () => {
    const functions = new Set(FUNCTION_CASES.map(({ codec }) => codec.code));
    expect([...functions].sort((a, b) => a - b)).toEqual([...pduCodecs.keys()].sort((a, b) => a - b));
  });
});

describe.each(FRAMINGS)('F33: every function over %s', name => {
  it.each(FUNCTION_CASES)('$title: gives its value with the last byte of the answer', async testCase => {
    const { codec, request, response } = testCase;
    const pdu = codec.encodeResponse(response);
    const { clock, peer, unit } = bench(name, asked => {
      expect(codec.decodeRequest(asked)).toEqual(request);
      return pdu;
    });
    expect(await clock.until(testCase.call(unit))).toEqual(testCase.value);
    expect(peer.heard).toHaveLength(1);
    const wireTime = frameOf(name, UNIT, pdu).length;
    expect(clock.now()).toBe(wireTime + silence(name, testCase, wireTime));
  });

  it.each(FUNCTION_CASES)('$title: throws each exception with its last byte', async ({ codec, call }) => {
    for (const exceptionCode of EXCEPTIONS) {
      const pdu = encodeException({ functionCode: codec.code, exceptionCode });
      const { clock, unit } = bench(name, () => pdu);
      const error = await clock.until(rejection(call(unit)));
      expect(error).toBeInstanceOf(ModbusException);
      expect(error).toMatchObject({ functionCode: codec.code, exceptionCode, facts: { unit: UNIT } });
      expect(clock.now()).toBe(frameOf(name, UNIT, pdu).length);
    }
  });

  it.each(FUNCTION_CASES)('$title: is not confirmed by the next smaller answer', async testCase => {
    const { codec, response } = testCase;
    const pdu = codec.encodeResponse(response);
    if (pdu.length < 2) return expect(pdu).toHaveLength(1);
    const { clock, unit } = bench(name, () => pdu.subarray(0, -1));
    if (testCase.open) {
      expect(await clock.until(testCase.call(unit).catch(() => undefined))).not.toEqual(testCase.value);
    } else await expect(clock.until(testCase.call(unit))).rejects.toHaveProperty('code');
  });
});

/** Only an RTU answer whose length nobody can foresee is ended by silence, unless it fills the largest frame. */
function silence(name: FramingName, { open }: FunctionCase, length: number): number {
  return open && name === 'rtu' && length < 256 ? 50 : 0;
}
