import { Line } from '@bus/line';
import { ModbusClient, type ModbusUnit } from '@bus/modbus';
import type { Question, Subject } from '../subject.js';
import { outcomeOf } from './outcome-of.js';
import { wireTransport } from './wire-transport.js';

/**
 * `@bus/modbus`.
 *
 * @param retries further attempts of reads; undefined: as by default.
 */
export function modbusSubject(name: string, retries?: number): Subject {
  return {
    name,
    framings: ['rtu', 'ascii', 'tcp', 'rtu-over-tcp'],
    async connect(wire, { timeout, clock }) {
      const line = new Line(wireTransport(wire), {
        timeout,
        clock,
        random: () => 0.5,
        ...(retries === undefined ? {} : { retries }),
      });
      await line.open();
      const framing = wire.framing === 'ascii' || wire.framing === 'tcp' ? wire.framing : 'rtu';
      const client = new ModbusClient(line, { framing });
      return {
        ask: question => ask(client.unit(question.unit), question),
        outcomeOf,
        close: () => client.close(),
      };
    },
  };
}

async function ask(
  unit: ModbusUnit,
  { kind, address, quantity, value = 0 }: Question,
): Promise<readonly number[]> {
  switch (kind) {
    case 'read-holding':
      return unit.readRegisters(address, quantity);
    case 'read-input':
      return unit.readRegisters(address, quantity, { table: 'input' });
    case 'read-coils':
      return (await unit.readBits(address, quantity, { table: 'coil' })).map(Number);
    case 'write-register':
      await unit.writeRegister(address, value, { fc: value % 2 === 0 ? 6 : 16 });
      return [];
    default:
      throw new Error(`Modbus has no ${kind}`);
  }
}
