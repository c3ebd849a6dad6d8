import ModbusRTU from 'modbus-serial';
import { type Contender, START, UNIT } from '../contender.js';
import { askingReader, expectedRegisters } from '../reading.js';

/** modbus-serial: its TCP client, and its buffered RTU client, the faster of its two. */
export const modbusSerial: Contender = {
  async connect(place, { medium, registers, inFlight, baud, timeout }) {
    const client = new ModbusRTU.default();
    if (medium === 'tcp') await client.connectTCP('127.0.0.1', { port: Number(place) });
    else await client.connectRTUBuffered(place, { baudRate: baud || 115_200 });
    client.setID(UNIT);
    client.setTimeout(timeout);
    const read = async (): Promise<number[]> => (await client.readHoldingRegisters(START, registers)).data;
    return {
      readUntil: askingReader(read, expectedRegisters(START, registers), inFlight),
      close: () => new Promise<void>(resolve => client.close(() => resolve())),
    };
  },
};
