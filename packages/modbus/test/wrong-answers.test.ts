import { describe, expect, it } from 'vitest';
import { type AnyPduCodec, pduCodecs } from '../src/index.js';
import { FRAMINGS, hexFrame, spaced } from './support/framings.js';
import { rejection, scene } from './support/scene.js';

const data = (...bytes: number[]) => Uint8Array.from(bytes);
const range = (recordLength: number) => ({ fileNumber: 4, recordNumber: 7, recordLength });
const record = (fileNumber: number, ...registers: number[]) => ({ fileNumber, recordNumber: 7, registers });
const identity = (readDeviceIdCode: number, id: number) => ({
  meiType: 14,
  readDeviceIdCode,
  conformityLevel: 0x83,
  moreFollows: false,
  nextObjectId: 0,
  objects: [{ id, value: data(65) }],
});
const counter = { subFunction: 11, data: data(0, 0) };
const mask = { address: 4, andMask: 0xf2, orMask: 0x25 };
const files = { subRequests: [range(2), range(3)] };
const both = { readStartAddress: 3, readQuantity: 2, writeStartAddress: 9, registers: [1] };
const single = { meiType: 14, readDeviceIdCode: 4, objectId: 0x80 };

/** Function, question, and sound answers of the same function to other questions. */
const CASES: [functionCode: number, request: unknown, ...wrong: unknown[]][] = [
  [1, { startAddress: 0, quantity: 9 }, { bits: Array(8).fill(true) }, { bits: Array(24).fill(true) }],
  [2, { startAddress: 0, quantity: 8 }, { bits: Array(16).fill(false) }],
  [3, { startAddress: 0, quantity: 2 }, { registers: [1] }, { registers: [1, 2, 3] }],
  [4, { startAddress: 0, quantity: 125 }, { registers: Array(124).fill(0) }],
  [5, { address: 3, state: true }, { address: 3, state: false }, { address: 4, state: true }],
  [6, { address: 3, value: 9 }, { address: 3, value: 8 }, { address: 2, value: 9 }],
  [8, { subFunction: 0, data: data(1, 2) }, { subFunction: 0, data: data(1, 3) }, counter],
  [8, { subFunction: 0, data: data(1, 2, 3, 4) }, { subFunction: 0, data: data(1, 2) }],
  [8, counter, { subFunction: 12, data: data(0, 5) }],
  [8, { subFunction: 10, data: data(0, 0) }, { subFunction: 10, data: data(0, 1) }],
  [15, { startAddress: 3, bits: [true] }, { startAddress: 3, quantity: 2 }, { startAddress: 4, quantity: 1 }],
  [
    16,
    { startAddress: 3, registers: [7] },
    { startAddress: 3, quantity: 2 },
    { startAddress: 0, quantity: 1 },
  ],
  [
    20,
    files,
    { subResponses: [[1, 2]] },
    {
      subResponses: [
        [1, 2, 3],
        [1, 2],
      ],
    },
    { subResponses: [[1, 2], [3, 4, 5], [6]] },
  ],
  [
    21,
    { subRequests: [record(4, 1, 2)] },
    { subRequests: [record(5, 1, 2)] },
    { subRequests: [record(4, 1, 3)] },
    { subRequests: [record(4, 1)] },
  ],
  [22, mask, { ...mask, address: 5 }, { ...mask, andMask: 0xf3 }, { ...mask, orMask: 0x24 }],
  [23, both, { registers: [1] }, { registers: [1, 2, 3] }],
  [
    43,
    single,
    identity(4, 0x81),
    identity(3, 0x80),
    { ...identity(4, 0x80), objects: [] },
    { meiType: 13, data: data(4) },
  ],
  [43, { meiType: 14, readDeviceIdCode: 1, objectId: 0 }, identity(2, 0)],
  [43, { meiType: 13, data: data(1) }, identity(1, 0)],
];

describe.each(FRAMINGS)('sound answers to other questions, %s', framing => {
  it.each(CASES)(
    'are not taken for the answer of function %i to %j',
    async (functionCode, request, ...wrong) => {
      const codec = pduCodecs.get(functionCode) as AnyPduCodec;
      for (const response of wrong) {
        const { clock, peer, unit } = scene(framing);
        const question = hexFrame(framing, 1, codec.encodeRequest(request));
        peer.expect(question, [1, hexFrame(framing, 1, codec.encodeResponse(response))]);
        const error = await clock.until(rejection(unit().call(codec, request)));
        expect(error).toMatchObject({
          name: 'ReplyError',
          code: expect.stringMatching(/^wrong-(count|echo)$/),
        });
      }
    },
  );
});

describe('requests of another master', () => {
  it('are foreign, although they bear the unit and function that are awaited', async () => {
    const { clock, peer, unit, kinds, adu, line } = scene();
    peer.expect(adu(1, [3, 0, 9, 0, 2]), [1, adu(1, [3, 0, 40, 0, 1])]);
    const error = await clock.until(rejection(unit().readRegisters(9, 2)));
    expect(error).not.toHaveProperty('code', 'malformed');
    expect(kinds()).toEqual(['request', 'foreign']);
    expect(line.statistics.units.get(1)).toMatchObject({ wrong: 0, foreign: 1 });
  });

  it('and the answers to them are not taken when they have another shape', async () => {
    const { clock, peer, unit, kinds, adu } = scene();
    const traffic = [adu(1, [3, 0, 40, 0, 1]), adu(1, [3, 2, 0, 66]), adu(1, [3, 4, 0, 1, 0, 2])].join(' ');
    peer.expect(adu(1, [3, 0, 9, 0, 2]), [1, traffic]);
    expect(await clock.until(unit().readRegisters(9, 2))).toEqual([1, 2]);
    expect(kinds()).toEqual(['request', 'foreign', 'wrong', 'reply']);
  });
});

describe('exceptions of another function', () => {
  it('are foreign to the question that is open', async () => {
    const { clock, peer, unit, kinds, adu } = scene();
    const refusal = spaced([1, 0x84, 2, 0xc2, 0xc1]);
    expect(adu(1, [0x84, 2])).toBe(refusal);
    peer.expect(adu(1, [3, 0, 9, 0, 1]), [1, refusal], [2, adu(1, [3, 2, 0, 7])]);
    expect(await clock.until(unit().readRegister(9))).toBe(7);
    expect(kinds()).toEqual(['request', 'foreign', 'reply']);
  });
});
