import { MemoryBank, ServerUnit } from '@bus/modbus';

const SIZE = 16;

/** A device of every function, with 16 places in each table. */
export function servedDevice(): ServerUnit {
  const places = <T>(value: T) => Object.fromEntries(Array.from({ length: SIZE }, (_, at) => [at, value]));
  return new ServerUnit({
    bank: new MemoryBank({
      coils: places(false),
      discreteInputs: places(true),
      holdingRegisters: places(7),
      inputRegisters: places(9),
      files: { 4: places(3) },
      queues: { 1246: [440, 4740] },
    }),
    identification: { vendorName: 'bus', productCode: 'F1', revision: 'V1.0' },
    serverId: Uint8Array.of(0x11, 0xff),
  });
}

/** All that a client may change in it, as text. */
export function stateOf({ bank, diagnosticRegister }: ServerUnit): string {
  const tables = [bank.coils, bank.holdingRegisters, bank.discreteInputs, bank.inputRegisters, bank.file(4)];
  const cells = tables.map(table => Array.from({ length: SIZE }, (_, at) => table.get(at)));
  return JSON.stringify([cells, diagnosticRegister]);
}

/** Functions that change a table: 5, 6, 15, 16, 21, 22, 23. */
const WRITES = new Set([5, 6, 15, 16, 21, 22, 23]);

/** Whether a PDU is an answer to a write that was carried out, or the request for one. */
export const isWrite = (pdu: Uint8Array): boolean =>
  WRITES.has(pdu[0] ?? 0) || (pdu[0] === 8 && pdu[2] === 10);
