import type { AddressRange } from './request-context.js';

type Table = AddressRange['table'];
type Fields = Record<string, number> & { registers?: readonly number[]; bits?: readonly boolean[] };

const TABLES: Readonly<Record<number, Table>> = {
  1: 'coils',
  2: 'discreteInputs',
  3: 'holdingRegisters',
  4: 'inputRegisters',
  5: 'coils',
  6: 'holdingRegisters',
  15: 'coils',
  16: 'holdingRegisters',
  22: 'holdingRegisters',
};

/** What a decoded request touches of the four tables. */
export function addressRanges(functionCode: number, request: unknown): AddressRange[] {
  const fields = request as Fields;
  const holding = (startAddress: number, quantity: number, write: boolean): AddressRange => ({
    table: 'holdingRegisters',
    startAddress,
    quantity,
    write,
  });
  if (functionCode === 23) {
    return [
      holding(fields.writeStartAddress!, fields.registers!.length, true),
      holding(fields.readStartAddress!, fields.readQuantity!, false),
    ];
  }
  if (functionCode === 24) return [holding(fields.fifoPointerAddress!, 1, false)];
  const table = TABLES[functionCode];
  if (table === undefined) return [];
  const startAddress = fields.startAddress ?? fields.address!;
  const quantity = fields.quantity ?? fields.registers?.length ?? fields.bits?.length ?? 1;
  return [{ table, startAddress, quantity, write: functionCode >= 5 }];
}
