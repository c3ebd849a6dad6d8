import { checkInteger } from './checks.js';

/** Registers as bytes, high byte first. @throws {UsageError} a register is not 0..65535. */
export function registerBytes(registers: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(2 * registers.length);
  for (const [index, register] of registers.entries()) {
    checkInteger(`register ${index}`, register, 0, 65_535);
    bytes[2 * index] = register >> 8;
    bytes[2 * index + 1] = register;
  }
  return bytes;
}
