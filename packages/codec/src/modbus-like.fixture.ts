import { crc16Bitwise } from './js/crc16-bitwise.js';
import { compileRules } from './rules.js';
import type { FrameRulesSpec, LengthRule } from './scanner.js';

const fixed = (length: number): LengthRule => ({ fixed: length });
const byteCount = (step: number): LengthRule => ({
  fixed: 5,
  countAt: 2,
  countMin: step,
  countMax: 250,
  countStep: step,
});
const exceptions = (...codes: number[]) => codes.map(code => [code | 0x80, fixed(5)] as const);

/** Length rules of the common Modbus functions; written here once more, because the codec knows no protocol. */
export const spec: FrameRulesSpec = {
  addressMax: 247,
  lengthMax: 256,
  requests: new Map<number, LengthRule>([
    ...[1, 2, 3, 4, 5, 6].map(code => [code, fixed(8)] as const),
    [15, { fixed: 9, countAt: 6, countMin: 1, countMax: 246 }],
    [16, { fixed: 9, countAt: 6, countMin: 2, countMax: 246, countStep: 2 }],
    [23, { fixed: 13, countAt: 10, countMin: 2, countMax: 242, countStep: 2 }],
  ]),
  responses: new Map<number, LengthRule>([
    ...[1, 2].map(code => [code, byteCount(1)] as const),
    ...[3, 4, 23].map(code => [code, byteCount(2)] as const),
    ...[5, 6, 15, 16].map(code => [code, fixed(8)] as const),
    [24, { fixed: 6, countAt: 2, countBytes: 2, countMin: 2, countMax: 64, countStep: 2 }],
    ...exceptions(1, 2, 3, 4, 5, 6, 15, 16, 23),
  ]),
};

export const rules = compileRules(spec);

/** `body` with its CRC, by the definition. */
export function frame(...body: number[]): Uint8Array {
  const crc = crc16Bitwise(Uint8Array.from(body));
  return Uint8Array.from([...body, crc & 0xff, crc >> 8]);
}

/** Question for `quantity` registers. */
export function readRequest(unit: number, address: number, quantity: number): Uint8Array {
  return frame(unit, 3, address >> 8, address & 0xff, quantity >> 8, quantity & 0xff);
}

/** Answer with these registers. */
export function readResponse(unit: number, ...registers: number[]): Uint8Array {
  return frame(unit, 3, 2 * registers.length, ...registers.flatMap(value => [value >> 8, value & 0xff]));
}

export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap(part => [...part]));
}

export function hasGoodChecksum(bytes: Uint8Array): boolean {
  return crc16Bitwise(bytes) === 0;
}
