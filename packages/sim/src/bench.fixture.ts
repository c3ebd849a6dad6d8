import { formatHex, Line, type LineOptions, type Transport } from '@bus/line';
import { FakeClock } from '@bus/line/testing';
import { MemoryBank, ModbusClient } from '@bus/modbus';
import { type ModbusInstrument, modbusInstrument } from './instruments/modbus-instrument.js';
import { VirtualLine, type VirtualLineOptions } from './virtual-line.js';

/** A virtual line on a clock that stands still, and a client on it. */
export function makeBench(options: VirtualLineOptions & { line?: LineOptions; echo?: boolean } = {}) {
  const { line: lineOptions, echo, ...rest } = options;
  const clock = new FakeClock();
  const virtual = new VirtualLine({ clock, ...rest });
  const transport = virtual.transport(echo === undefined ? {} : { echo });
  const line = new Line(transport, { clock, random: () => 0.5, ...lineOptions });
  return { clock, virtual, transport, line, client: new ModbusClient(line) };
}

/** What `unit`'s register at `address` holds in the tests: different from that of every neighbour. */
export function numberAt(unit: number, address: number): number {
  return (unit * 4099 + address * 257 + 11) & 0xffff;
}

/** A device whose holding and input registers 0..`count` − 1 hold `numberAt`. */
export function numberedInstrument(unit: number, count = 300, delay?: number): ModbusInstrument {
  const registers = Object.fromEntries(
    Array.from({ length: count }, (_, address) => [address, numberAt(unit, address)]),
  );
  const bank = new MemoryBank({ holdingRegisters: registers, inputRegisters: registers });
  return modbusInstrument({ unit, bank, ...(delay === undefined ? {} : { delay }) });
}

/** Opens a transport and keeps `[time, hex]` of every chunk. */
export async function listen(transport: Transport, clock: FakeClock) {
  const heard: [time: number, hex: string][] = [];
  const reasons: (Error | undefined)[] = [];
  await transport.open({
    data: chunk => heard.push([Math.round(clock.now() * 1e6) / 1e6, formatHex(chunk)]),
    closed: reason => reasons.push(reason),
  });
  return {
    heard,
    reasons,
    /** Everything in a row. */
    hex: () => heard.map(([, hex]) => hex).join(' '),
  };
}

export function bytes(hex: string): Uint8Array {
  return Uint8Array.from(hex.split(' ').map(byte => Number.parseInt(byte, 16)));
}

/** The outcome of a call: its value, or its error's class and code. */
export async function outcome(call: Promise<unknown>): Promise<unknown> {
  return await call.catch((error: Error & { code?: string }) => `${error.name} ${error.code}`);
}

export const READ_289 = '01 03 01 21 00 01 D5 FC';
export const ANSWER_772 = '01 03 02 03 04 B9 77';
