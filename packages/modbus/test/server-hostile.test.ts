import { memoryPair } from '@bus/line';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AnyFrameVector, isFrame, vectorsOf } from './support/frame-vectors.js';
import { FRAMINGS, type FramingName, frameOf, framingOf } from './support/framings.js';
import { fullUnit, type ServerScene, serving } from './support/server-scene.js';
import { bytesOf } from './vectors.js';

const GOOD = [3, 0, 0, 0, 1];
const SERIAL = FRAMINGS.filter(name => name !== 'tcp');

/** `GOOD` is answered on this line; with Modbus TCP, where a stray byte spoils the connection, on a new one. */
async function stillAnswers(scene: ServerScene): Promise<void> {
  expect(scene.errors).toEqual([]);
  if (scene.framing === 'tcp') {
    expect(await reconnected(scene).then(([answer]) => answer?.slice(7))).toEqual(Uint8Array.of(3, 2, 0, 0));
    return;
  }
  // The line falls silent after noise before a client asks again.
  await scene.ask();
  expect(await scene.askPdu(17, ...GOOD)).toEqual([3, 2, 0, 0]);
}

async function reconnected({ server, clock }: ServerScene): Promise<Uint8Array[]> {
  const { a, b } = memoryPair();
  const heard: Uint8Array[] = [];
  await server.serve(b, { framing: 'tcp', clock });
  await a.open({ data: chunk => heard.push(chunk.slice()), closed: () => undefined });
  await a.write(frameOf('tcp', 17, GOOD));
  await clock.advance(0);
  return heard;
}

const sceneFor = (name: FramingName) => serving(name, { 17: fullUnit(), 18: fullUnit() });

function* cutInto(bytes: Uint8Array, sizes: readonly number[]): Generator<Uint8Array> {
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const size = sizes[turn % sizes.length]!;
    yield bytes.slice(at, at + size);
    at += size;
  }
}

const sizes = fc.array(fc.integer({ min: 1, max: 600 }), { minLength: 1, maxLength: 8 });
const requests = (name: FramingName): AnyFrameVector[] =>
  vectorsOf(name).filter(vector => vector.direction === 'request' && isFrame(vector));
/** Restarts and listen-only mode are obeyed, as they must be. */
const harmless = ({ functionCode }: AnyFrameVector): boolean => functionCode !== 8;

describe.each(FRAMINGS)('a server of %s', name => {
  it('survives any bytes in any chunks, and answers the next good request', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 2000, size: 'max' }), sizes, async (bytes, cuts) => {
        const scene = await sceneFor(name);
        await scene.send(...cutInto(bytes, cuts));
        await stillAnswers(scene);
        await scene.server.close();
      }),
      { numRuns: 60 },
    );
  });

  it('survives requests that were altered, shortened and lengthened', async () => {
    const vectors = requests(name).filter(harmless);
    const alteration = fc.record({ at: fc.nat(), value: fc.integer({ min: 0, max: 255 }), kind: fc.nat(2) });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...vectors),
        fc.array(alteration, { minLength: 1, maxLength: 4 }),
        sizes,
        async (vector, alterations, cuts) => {
          let bytes = [...bytesOf(vector.hex)];
          for (const { at, value, kind } of alterations) {
            const position = at % bytes.length;
            if (kind === 0) bytes[position] = value;
            else bytes = bytes.toSpliced(position, kind === 1 ? 1 : 0, ...(kind === 1 ? [] : [value]));
            if (bytes.length === 0) bytes = [value];
          }
          const scene = await sceneFor(name);
          await scene.send(...cutInto(Uint8Array.from(bytes), cuts));
          await stillAnswers(scene);
          await scene.server.close();
        },
      ),
      { numRuns: 150 },
    );
  });

  it('survives sound frames around any PDU', async () => {
    const pdus = fc.uint8Array({ minLength: 1, maxLength: 253, size: 'max' }).filter(([code]) => code !== 8);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(0, 17, 18, 99), pdus, async (unit, pdu) => {
        const scene = await sceneFor(name);
        const frames = await scene.ask(frameOf(name, unit, pdu));
        expect(frames.length).toBeLessThanOrEqual(1);
        for (const frame of frames) {
          const code = framingOf(name).unwrap(frame).pdu[0]!;
          expect([pdu[0], pdu[0]! | 0x80]).toContain(code);
        }
        await stillAnswers(scene);
        await scene.server.close();
      }),
      { numRuns: 150 },
    );
  });

  it('is not impressed by 100 000 random bytes', async () => {
    const scene = await sceneFor(name);
    let seed = 1;
    const random = () => {
      seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
      return seed >>> 24;
    };
    const flood = Uint8Array.from({ length: 100_000 }, random);
    await scene.send(...cutInto(flood, [1, 250, 7, 4096, 33, 1000]));
    await stillAnswers(scene);
    expect(scene.clock.pending).toBeLessThanOrEqual(1);
  });
});

describe('a flood of good requests', () => {
  it.each(SERIAL)('in %s is answered or dropped, and is over when it is over', async name => {
    const scene = await sceneFor(name);
    const request = frameOf(name, 17, Uint8Array.from(GOOD));
    const flood = Uint8Array.from(
      { length: 5000 * request.length },
      (_, at) => request[at % request.length]!,
    );
    await scene.send(flood);
    await scene.ask();
    if (scene.connected()) expect(await scene.askPdu(17, ...GOOD)).toEqual([3, 2, 0, 0]);
    else expect(scene.server.served.size).toBe(0);
  });

  it('over TCP that does not wait for answers is disconnected, and others are not', async () => {
    const scene = await sceneFor('tcp');
    const request = frameOf('tcp', 17, Uint8Array.from(GOOD));
    await scene.send(Uint8Array.from({ length: 5000 * 12 }, (_, at) => request[at % 12]!));
    expect(scene.heard().length).toBeLessThanOrEqual(64);
    expect([scene.connected(), scene.server.served.size]).toEqual([false, 0]);
  });
});
