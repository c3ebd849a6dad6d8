import type { ModbusUnit } from '@bus/modbus';
import { TABLE_SIZE } from './values.ts';

/** Uses every function, with answers of many kinds, and is refused in every function that a server refuses. */
export async function useEverything(unit: ModbusUnit): Promise<void> {
  const { diagnostics, identification, files } = unit;
  await unit.readBits(5, 19, { table: 'coil' });
  await unit.readBits(8, 2000);
  await unit.readRegisters(0, 125);
  await unit.readRegisters(289, 2, { table: 'input' });
  await unit.writeBit(172, true);
  await unit.writeBit(172, false);
  await unit.writeRegister(24, 950, { fc: 6 });
  await diagnostics.exceptionStatus();
  await diagnostics.loopBack();
  await diagnostics.loopBack(Uint8Array.of(1, 2, 3, 4));
  await diagnostics.register();
  await diagnostics.clearCounters();
  for (const name of ['busMessages', 'communicationErrors', 'exceptions', 'serverMessages'] as const)
    await diagnostics.counter(name);
  for (const name of ['noResponses', 'naks', 'busy', 'overruns'] as const) await diagnostics.counter(name);
  await diagnostics.clearOverruns();
  await diagnostics.restart();
  await diagnostics.restart({ clearLog: true });
  await diagnostics.eventCounter();
  await diagnostics.eventLog();
  await unit.writeBits(19, [true, false, true, true, false, false, true, true, true, false]);
  await unit.writeRegisters(100, [10, 258, 0xffff]);
  await identification.serverId();
  await files.read([{ fileNumber: 4, recordNumber: 1, recordLength: 2 }]);
  await files.read([
    { fileNumber: 4, recordNumber: 1, recordLength: 2 },
    { fileNumber: 4, recordNumber: 9, recordLength: 3 },
  ]);
  await files.write([{ fileNumber: 4, recordNumber: 7, registers: [0x06af, 0x04be, 0x100d] }]);
  await unit.maskWrite(4, { and: 0x00f2, or: 0x0025 });
  await unit.readWriteRegisters({
    read: { address: 3, quantity: 6 },
    write: { address: 14, registers: [255, 0, 4711] },
  });
  await unit.readFifoQueue(1246);
  await identification.read('basic');
  await identification.read('extended');
  await identification.object(4);
  const missing = TABLE_SIZE;
  const refused = [
    () => unit.readBits(missing, 1, { table: 'coil' }),
    () => unit.readBits(missing, 1),
    () => unit.readRegisters(missing, 1),
    () => unit.readRegisters(missing, 1, { table: 'input' }),
    () => unit.writeBit(missing, true),
    () => unit.writeRegister(missing, 1, { fc: 6 }),
    () => unit.writeBits(missing, [true]),
    () => unit.writeRegisters(missing, [1]),
    () => files.read([{ fileNumber: 5, recordNumber: 1, recordLength: 2 }]),
    () => files.write([{ fileNumber: 5, recordNumber: 1, registers: [1] }]),
    () => unit.maskWrite(missing, { and: 0, or: 0 }),
    () =>
      unit.readWriteRegisters({
        read: { address: missing, quantity: 1 },
        write: { address: 1, registers: [1] },
      }),
    () => unit.readFifoQueue(1),
    () => identification.object(200),
  ];
  for (const request of refused) await request().catch(() => undefined);
}
