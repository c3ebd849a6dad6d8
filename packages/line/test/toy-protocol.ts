import { compileRules, crc16 } from '@bus/codec';
import { DeviceError, type Exchange, FOREIGN, type Framing, formatHex, ReplyError } from '../src/index.js';

/**
 * A protocol that is just enough to exercise a line: `unit op … crc`. Operation 3 reads `count` bytes from an address,
 * operation 6 sets one and is answered by itself, 0x83 and 0x86 refuse.
 */
const rules = compileRules({
  addressMax: 247,
  lengthMax: 256,
  requests: new Map([
    [3, { fixed: 6 }],
    [6, { fixed: 6 }],
  ]),
  responses: new Map([
    [3, { fixed: 5, countAt: 2, countMin: 1, countMax: 250 }],
    [6, { fixed: 6 }],
    [0x83, { fixed: 5 }],
    [0x86, { fixed: 5 }],
  ]),
});

export const toyFraming: Framing = {
  name: 'toy',
  gap: ({ characterTime }) => (characterTime === 0 ? 0 : Math.max(3.5 * characterTime, 1.75)),
  silence: () => 50,
  scan: (scanner, silent) => scanner.scan(rules, silent),
  describe: frame => formatHex(frame),
  unitOf: frame => frame[0],
};

/** Adds the checksum: `frame(1, 3, 0, 2)`. */
export function frame(...bytes: number[]): Uint8Array {
  const crc = crc16(Uint8Array.from(bytes));
  return Uint8Array.of(...bytes, crc & 255, crc >> 8);
}

/** The same as hexadecimal text, as a scripted peer takes it. */
export const hex = (...bytes: number[]): string => formatHex(frame(...bytes));

function exchange(
  unit: number,
  op: number,
  body: number[],
  reply: { head: number[]; length: number },
): Exchange<number[]> {
  return {
    label: `unit ${unit}, op ${op} ${body.join(' ')}`,
    unit,
    request: frame(unit, op, ...body),
    framing: toyFraming,
    repeatable: op === 3,
    expectations: [
      { head: Uint8Array.of(unit, op, ...reply.head), length: reply.length },
      { head: Uint8Array.of(unit, op | 0x80), length: 5 },
    ],
    replyShape: [unit, op, ...reply.head].join(' '),
    accept(bytes) {
      if (bytes[0] !== unit) return FOREIGN;
      if (bytes[1] === (op | 0x80)) throw new DeviceError(`refused with ${bytes[2]}`);
      if (bytes[1] !== op) return FOREIGN;
      const data = [...bytes.subarray(2, bytes.length - 2)];
      if (op === 3 && data.shift() !== reply.head[0]) throw new ReplyError('wrong-count', 'another count');
      if (op === 6 && data.join() !== body.join()) throw new ReplyError('wrong-echo', 'another echo');
      return data;
    },
  };
}

/** Reads `count` bytes from `address`. The answer carries no address, as with Modbus. */
export const read = (unit: number, address: number, count = 1): Exchange<number[]> =>
  exchange(unit, 3, [address, count], { head: [count], length: 5 + count });

/** Sets one byte; answered by a copy of the request. */
export const write = (unit: number, address: number, value: number): Exchange<number[]> =>
  exchange(unit, 6, [address, value], { head: [address, value], length: 6 });

/** A write that nobody answers. */
export const broadcast = (address: number, value: number): Exchange<number[]> => ({
  ...write(0, address, value),
  expectations: [],
  turnaround: 100,
  unanswered: [],
});
