import { BusError, type Line } from '@bus/line';
import { describe, expect, it } from 'vitest';
import { ModbusException, modbusExchange, type UnitPdu } from '../src/index.js';
import { fieldsOf } from './support/fields-of.js';
import { type AnyFrameVector, isFrame, vectorsOf } from './support/frame-vectors.js';
import { chunkings, framesIn } from './support/frames-in.js';
import { FRAMINGS, type FramingName, frameOf, framingOf, spaced } from './support/framings.js';
import { type Question, questionFor } from './support/question-for.js';
import { rejection, scene } from './support/scene.js';
import { bytesOf } from './vectors.js';

const TIMEOUT = 1000;

/** The vector's bytes; with Modbus TCP they answer transaction 0, the first of a line. */
function answerBytes(name: FramingName, { hex }: AnyFrameVector): Uint8Array {
  const bytes = bytesOf(hex);
  return name === 'tcp' ? bytes.fill(0, 0, 2) : bytes;
}

/** Unit and PDU as far as they can be made out, also where the frame is broken. */
function guess(name: FramingName, bytes: Uint8Array): UnitPdu {
  const framing = framingOf(name);
  const [inside] = framesIn(framing, [bytes]);
  const { unit, pdu } = framing.unwrap(inside === undefined ? bytes : bytesOf(inside));
  const usable = pdu.length > 0 && (pdu[0]! & 0x7f) > 0 && unit > 0 && unit <= framing.maxUnit;
  return usable ? { unit, pdu } : { unit: 1, pdu: Uint8Array.of(3) };
}

interface Asked {
  readonly call: Promise<unknown>;
  readonly clock: ReturnType<typeof scene>['clock'];
  readonly line: Line;
}

/** Asks a question whose answer comes in `chunks`, 1 ms apart. */
function ask(
  name: FramingName,
  unit: number,
  { codec, request }: Question,
  chunks: readonly Uint8Array[],
): Asked {
  const { clock, peer, line } = scene(name, { timeout: TIMEOUT });
  const sent = frameOf(name, unit, codec.encodeRequest(request));
  peer.expect(spaced(sent), ...chunks.map((chunk, index): [number, string] => [index + 1, spaced(chunk)]));
  const call = line.exchange(modbusExchange(framingOf(name), codec, unit, request));
  return { call: clock.until(call), clock, line };
}

const responses = (name: FramingName) =>
  vectorsOf(name).filter(vector => vector.direction === 'response' && vector.error !== 'address');

describe.each(FRAMINGS)('responses reach the client, %s', name => {
  const framing = framingOf(name);
  const sound = responses(name).filter(vector => vector.valid);
  const values = sound.filter(vector => !('exceptionFunctionCode' in vector.decoded));
  const refusals = sound.filter(vector => 'exceptionFunctionCode' in vector.decoded);

  it.each(values)('$name: is the answer, in every chunking and without waiting', async vector => {
    const bytes = answerBytes(name, vector);
    const { unit, pdu } = framing.unwrap(bytes);
    for (const chunks of chunkings(bytes)) {
      const { call, clock } = ask(name, unit, questionFor(pdu), chunks);
      expect(await call).toEqual(fieldsOf(vector));
      expect(clock.now()).toBe(chunks.length);
    }
  });

  it.each(refusals)('$name: is thrown, in every chunking and without waiting', async vector => {
    const bytes = answerBytes(name, vector);
    const { unit, pdu } = framing.unwrap(bytes);
    for (const chunks of chunkings(bytes)) {
      const { call, clock } = ask(name, unit, questionFor(pdu), chunks);
      const error = await rejection(call);
      expect(error).toBeInstanceOf(ModbusException);
      const { functionCode } = vector;
      expect(error).toMatchObject({ functionCode, exceptionCode: vector.decoded.exceptionCode });
      expect(clock.now()).toBe(chunks.length);
    }
  });

  const contents = responses(name).filter(vector => !vector.valid && isFrame(vector));
  it.each(contents)('$name: is refused because of its $error, in every chunking', async vector => {
    const bytes = answerBytes(name, vector);
    const { unit, pdu } = framing.unwrap(bytes);
    for (const chunks of chunkings(bytes)) {
      const { call, clock } = ask(name, unit, questionFor(pdu), chunks);
      const error = await rejection(call);
      expect(error).toBeInstanceOf(BusError);
      expect(error).not.toBeInstanceOf(ModbusException);
      expect(['malformed', 'wrong-count', 'wrong-echo', 'incomplete-reply', 'checksum']).toContain(
        (error as BusError).code,
      );
      expect(clock.now()).toBeLessThanOrEqual(chunks.length + TIMEOUT);
    }
  });

  const broken = responses(name).filter(vector => !isFrame(vector));
  it.each(broken)('$name: gives only what is sound in it, in every chunking', async vector => {
    const bytes = answerBytes(name, vector);
    const { unit, pdu } = guess(name, bytes);
    const question = questionFor(pdu);
    const inside = framesIn(framing, [bytes]).map(hex => framing.unwrap(bytesOf(hex)));
    const answers = inside.filter(found => found.unit === unit && found.pdu[0] === question.codec.code);
    for (const chunks of chunkings(bytes)) {
      const { call } = ask(name, unit, question, chunks);
      const outcome = await call.then(
        value => ({ value }),
        (error: unknown) => error,
      );
      if (outcome instanceof BusError) expect(outcome.code).not.toBe('bad-argument');
      else
        expect(answers.map(found => question.codec.decodeResponse(found.pdu))).toContainEqual(value(outcome));
    }
  });

  it.each(values)('$name: from another unit is no answer', async vector => {
    const { unit, pdu } = framing.unwrap(answerBytes(name, vector));
    const stranger = frameOf(name, unit === 7 ? 8 : 7, pdu);
    const asked = unit === 255 || unit === 0 ? 9 : unit;
    const { call } = ask(name, asked, questionFor(pdu), [stranger]);
    expect(await rejection(call)).toMatchObject({ code: 'no-reply' });
  });
});

const value = (outcome: unknown): unknown => (outcome as { value: unknown }).value;

describe('responses that only a lenient client takes', () => {
  it.each(responses('ascii').filter(vector => vector.strictOnly))('$name: is its answer', async vector => {
    const bytes = bytesOf(vector.hex);
    const { unit, pdu } = framingOf('ascii').unwrap(bytes);
    const { codec, request } = questionFor(pdu);
    for (const lenient of [true, false]) {
      const { clock, peer, line, client } = scene('ascii');
      const sent = frameOf('ascii', unit, codec.encodeRequest(request));
      peer.expect(spaced(sent), [1, spaced(bytes)]);
      const call = client.unit(unit, { ascii: { lenient } }).call(codec, request);
      const outcome: unknown = await clock.until(call.catch((error: unknown) => error));
      if (!lenient) expect(outcome).toMatchObject({ code: 'incomplete-reply' });
      else if ((pdu[0]! & 0x80) === 0) expect(outcome).toEqual(codec.decodeResponse(pdu));
      else expect(outcome).toMatchObject({ exceptionCode: pdu[1] });
      await line.close();
    }
  });
});

describe('responses that no unit may send', () => {
  it.each(vectorsOf('rtu').filter(vector => vector.error === 'address'))(
    '$name: is no answer to any unit',
    async vector => {
      const bytes = bytesOf(vector.hex);
      const { pdu } = framingOf('rtu').unwrap(bytes);
      const { call } = ask('rtu', 1, questionFor(pdu), [bytes]);
      expect(await rejection(call)).toMatchObject({ code: 'no-reply' });
    },
  );

  it.each(responses('tcp').filter(vector => vector.valid))(
    '$name: with another transaction is no answer',
    async vector => {
      const bytes = answerBytes('tcp', vector);
      const { unit, pdu } = framingOf('tcp').unwrap(bytes);
      const { call } = ask('tcp', unit, questionFor(pdu), [frameOf('tcp', unit, pdu, 1)]);
      expect(await rejection(call)).toMatchObject({ code: 'no-reply' });
    },
  );
});
