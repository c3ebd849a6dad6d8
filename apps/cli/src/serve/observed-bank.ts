import { type MemoryBank, PduError, type Table } from '@bus/modbus';
import type { OnWrite } from './served-device.js';

interface Observed {
  readonly unit: () => number;
  readonly device: string;
  readonly onWrite: OnWrite;
  /** May a register or coil be written from outside? All by default. */
  readonly writable?: (table: 'holding' | 'coil', address: number) => boolean;
  /** Throws a PduError when registers must not become so. */
  readonly check?: (startAddress: number, values: readonly number[]) => void;
}

/**
 * Tells of each write that a device's memory takes from outside, and refuses those to what is read-only: exception 2, as
 * if nothing were there to be written.
 */
export function observeBank(bank: MemoryBank, observed: Observed): MemoryBank {
  observe(bank.holdingRegisters, 'holding', observed, observed.check);
  observe(bank.coils, 'coil', observed);
  return bank;
}

function observe<T extends number | boolean>(
  table: Table<T>,
  name: 'holding' | 'coil',
  { unit, device, onWrite, writable = () => true }: Observed,
  check?: (startAddress: number, values: readonly T[]) => void,
): void {
  const write = table.write.bind(table);
  table.write = (startAddress, values) => {
    const locked = values.findIndex((_, index) => !writable(name, startAddress + index));
    if (locked >= 0) throw new PduError('address-range', `address ${startAddress + locked} is read-only`);
    check?.(startAddress, values);
    // A device that changes its own address took the write under the old one.
    const taker = unit();
    write(startAddress, values);
    const written = values.map(value => (typeof value === 'boolean' ? (value ? 'on' : 'off') : value));
    onWrite({
      unit: taker,
      device,
      text: `${name} ${startAddress} = ${written.join(' ')}`,
      table: name,
      address: startAddress,
      values: [...values],
    });
  };
}
