/**
 * A process of its own: the devices and the noise on the far end of a cable. It says `ready` when it is asked anything, and
 * ends with its standard input.
 */
import { simulatedDrio } from '@bus/232drio';
import { simulatedAnalogInput, simulatedDigital } from '@bus/dcon';
import { MemoryBank } from '@bus/modbus';
import { modbusInstrument, mulberry32, VirtualLine } from '@bus/sim';
import { serialTransport } from '@bus/transport-node';
import { Background, replyFaults } from './background.ts';
import { bridge } from './bridge.ts';
import { BAUD, DCON, DRIO_INPUT, MODBUS, registerAt } from './known-values.ts';

const [path = '', seed = '1'] = process.argv.slice(2);
const wire = new VirtualLine({ baudRate: BAUD, seed: Number(seed), faults: replyFaults });
const constant = Array.from({ length: MODBUS.registers }, (_, address) => [address, registerAt(address)]);
const bank = new MemoryBank({
  holdingRegisters: Object.fromEntries([...constant, [MODBUS.written, 0]]) as Record<number, number>,
});
wire.attach(modbusInstrument({ unit: MODBUS.unit, bank }));
wire.attach(simulatedDigital('7044', { address: DCON.digital.address, checksum: true }));
wire.attach(
  simulatedAnalogInput('7017', { address: DCON.analog.address, checksum: true, values: DCON.analog.volts }),
);
wire.attach(simulatedDrio({ input: DRIO_INPUT, characterTime: wire.medium.characterTime }));

const part = await bridge(wire.transport(), serialTransport({ path, baudRate: BAUD }));
const background = new Background(wire.transport(), mulberry32(Number(seed) + 1));
await background.start();
process.stdin.once('data', () => console.log('ready'));
process.stdin.once('end', () => {
  void background
    .stop()
    .then(part)
    .then(() => process.exit(0));
});
