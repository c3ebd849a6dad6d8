import { Line, type Transport } from '@bus/line';
import { ModbusClient } from '@bus/modbus';
import { connect as connectUrl } from '@bus/modbus/node';
import { serialTransport } from '@bus/transport-node';
import { type Contender, START, type Task, UNIT } from '../contender.js';
import { askingReader, expectedRegisters } from '../reading.js';

/** The client of this repository, as its users use it. */
export const ours: Contender = {
  async connect(place, task) {
    const client = await open(place, task);
    const unit = client.unit(UNIT);
    const { registers, inFlight } = task;
    return {
      readUntil: askingReader(
        () => unit.readRegisters(START, registers),
        expectedRegisters(START, registers),
        inFlight,
      ),
      close: () => client.close(),
    };
  },
};

async function open(place: string, { medium, baud, timeout, inFlight }: Task): Promise<ModbusClient> {
  const options = { timeout, retries: 0 };
  if (medium === 'tcp') return connectUrl(`tcp://127.0.0.1:${place}`, { ...options, inFlight });
  if (baud > 0) return connectUrl(place, { ...options, baudRate: baud });
  const line = new Line(unpaced(serialTransport({ path: place })), options);
  await line.open();
  return new ModbusClient(line);
}

/** A terminal behind which there is no wire: characters take no time, so no silence has to be kept. */
function unpaced(transport: Transport): Transport {
  return {
    medium: { name: transport.medium.name, characterTime: 0 },
    open: sink => transport.open(sink),
    write: bytes => transport.write(bytes),
    transmit: (bytes, done) => transport.transmit!(bytes, done),
    close: () => transport.close(),
  };
}
