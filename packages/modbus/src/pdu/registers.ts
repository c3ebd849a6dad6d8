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

/** From this number on, it saves time to copy the bytes to where two registers are read at once. */
const MANY = 16;
/** A PDU of the greatest length, and a little more. */
const ROOM = 256;
/** What `slice` makes of it has no holes, which programs feel that read or print it. */
const ZEROS = Array.from({ length: ROOM / 2 }, () => 0);

/** The `count` registers whose bytes stand at `at`; the caller knows that they are there. */
export function registersAt(bytes: Uint8Array, at: number, count: number): number[] {
  const registers = ZEROS.slice(0, count);
  if (count >= MANY && bytes.length <= ROOM) fill(registers, bytes, at, count);
  else
    for (let index = 0, from = at; index < count; index += 1, from += 2)
      registers[index] = (bytes[from]! << 8) | bytes[from + 1]!;
  return registers;
}

// What it reads is always the same array: V8 knows where that is and how long, and leaves nearly all its checks out.
const fill = /* @__PURE__ */ (() => {
  const copy = new Uint8Array(ROOM);
  const view = new DataView(copy.buffer);
  return (registers: number[], bytes: Uint8Array, at: number, count: number): void => {
    copy.set(bytes);
    let index = 0;
    let from = at;
    for (; index < count - 3; index += 4, from += 8) {
      putPair(registers, index, view.getInt32(from));
      putPair(registers, index + 2, view.getInt32(from + 4));
    }
    for (; index < count; index += 1, from += 2) registers[index] = view.getUint16(from);
  };
})();

function putPair(registers: number[], index: number, pair: number): void {
  registers[index] = pair >>> 16;
  registers[index + 1] = pair & 0xffff;
}
