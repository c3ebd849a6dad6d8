import { checkInteger } from './checks.js';

/** Registers as bytes, high byte first. @throws {UsageError} a register is not 0..65535. */
export function registerBytes(registers: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(2 * registers.length);
  putRegisters(bytes, 0, registers);
  return bytes;
}

/** The same at `at` of `target`, which must have room for them. @throws {UsageError} a register is not 0..65535. */
export function putRegisters(target: Uint8Array, at: number, registers: readonly number[]): void {
  for (let index = 0; index < registers.length; index += 1) {
    const register = registers[index]!;
    // The name is made for the error only.
    if ((register & 0xffff) !== register) checkInteger(`register ${index}`, register, 0, 65_535);
    target[at + 2 * index] = register >> 8;
    target[at + 2 * index + 1] = register;
  }
}

/** The `count` registers whose bytes stand at `at`; the caller knows that they are there. */
export function registersAt(bytes: Uint8Array, at: number, count: number): number[] {
  const registers = new Array<number>(count);
  for (let index = 0, from = at; index < count; index += 1, from += 2)
    registers[index] = (bytes[from]! << 8) | bytes[from + 1]!;
  return registers;
}
