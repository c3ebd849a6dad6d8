import { type AnyPduCodec, pduCodecs, rawCodec } from '../../src/index.js';

/** A request, and the codec that makes and understands it. */
export interface Question {
  readonly codec: AnyPduCodec;
  readonly request: unknown;
}

/** The least that can be asked of each function. */
export const SMALLEST: ReadonlyMap<number, unknown> = new Map<number, unknown>([
  [1, { startAddress: 0, quantity: 1 }],
  [2, { startAddress: 0, quantity: 1 }],
  [3, { startAddress: 0, quantity: 1 }],
  [4, { startAddress: 0, quantity: 1 }],
  [5, { address: 0, state: true }],
  [6, { address: 0, value: 1 }],
  [7, {}],
  [8, { subFunction: 0, data: Uint8Array.of(0xa5, 0x37) }],
  [11, {}],
  [12, {}],
  [15, { startAddress: 0, bits: [true] }],
  [16, { startAddress: 0, registers: [1] }],
  [17, {}],
  [20, { subRequests: [{ fileNumber: 1, recordNumber: 0, recordLength: 1 }] }],
  [21, { subRequests: [{ fileNumber: 1, recordNumber: 0, registers: [1] }] }],
  [22, { address: 0, andMask: 0, orMask: 1 }],
  [23, { readStartAddress: 0, readQuantity: 1, writeStartAddress: 0, registers: [1] }],
  [24, { fifoPointerAddress: 0 }],
  [43, { meiType: 14, readDeviceIdCode: 1, objectId: 0 }],
]);

const zeros = (count: number) => Array<number>(count).fill(0);

// biome-ignore lint/suspicious/noExplicitAny: the fields depend on the function.
type Fields = any;

/** The request that a response answers, as far as the response says it. */
const ASKED: ReadonlyMap<number, (answer: Fields) => unknown> = new Map([
  [1, ({ bits }: Fields) => ({ startAddress: 0, quantity: bits.length })],
  [2, ({ bits }: Fields) => ({ startAddress: 0, quantity: bits.length })],
  [3, ({ registers }: Fields) => ({ startAddress: 0, quantity: registers.length })],
  [4, ({ registers }: Fields) => ({ startAddress: 0, quantity: registers.length })],
  [5, (answer: Fields) => answer],
  [6, (answer: Fields) => answer],
  [8, ({ subFunction, data }: Fields) => ({ subFunction, data: isEchoed(subFunction) ? data : zeros(2) })],
  [15, ({ startAddress, quantity }: Fields) => ({ startAddress, bits: Array(quantity).fill(false) })],
  [16, ({ startAddress, quantity }: Fields) => ({ startAddress, registers: zeros(quantity) })],
  [
    20,
    ({ subResponses }: Fields) => ({
      subRequests: subResponses.map((registers: number[]) => ({
        fileNumber: 1,
        recordNumber: 0,
        recordLength: registers.length,
      })),
    }),
  ],
  [21, (answer: Fields) => answer],
  [22, (answer: Fields) => answer],
  [
    23,
    ({ registers }: Fields) => ({
      readStartAddress: 0,
      readQuantity: registers.length,
      writeStartAddress: 0,
      registers: [1],
    }),
  ],
  [
    43,
    ({ readDeviceIdCode, objects }: Fields) => ({
      meiType: 14,
      readDeviceIdCode,
      objectId: readDeviceIdCode === 4 ? objects[0].id : 0,
    }),
  ],
]);

const isEchoed = (subFunction: number) => [0, 1, 3, 10, 20].includes(subFunction);

/** The question that a response's PDU answers; where the PDU is broken, the least that its function can be asked. */
export function questionFor(pdu: Uint8Array): Question {
  const functionCode = pdu[0]! & 0x7f;
  const codec = pduCodecs.get(functionCode);
  if (codec === undefined) {
    const raw = rawCodec(Math.max(1, functionCode), Math.min(252, Math.max(0, pdu.length - 1)));
    return { codec: raw, request: { payload: new Uint8Array(0) } };
  }
  return { codec, request: requestFor(codec, pdu) ?? SMALLEST.get(functionCode) };
}

function requestFor(codec: AnyPduCodec, pdu: Uint8Array): unknown {
  try {
    const request = ASKED.get(codec.code)?.(codec.decodeResponse(pdu));
    if (request !== undefined) codec.encodeRequest(request);
    return request;
  } catch {
    return undefined;
  }
}
