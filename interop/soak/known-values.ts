/** What the simulated devices hold: both sides know it, so that every value can be checked. */
export const BAUD = 19_200;

/** The Modbus unit: registers from 0 that nobody writes, and one that is written and read back. */
export const MODBUS = { unit: 1, registers: 400, written: 1000 } as const;

/** DCON modules with their checksums on: an I-7044 whose outputs are written, an I-7017 with fixed voltages. */
export const DCON = {
  digital: { address: 0x02, outputs: 8 },
  analog: { address: 0x03, volts: [4.982, -0.31, 0, 9.75, 2.5, -7.125, 1.2, 6.001] },
} as const;

/** The constant input of the 232DRIO. */
export const DRIO_INPUT = true;

/** What stands in a register that nobody writes. */
export const registerAt = (address: number): number => (address * 31 + 7) & 0xffff;
