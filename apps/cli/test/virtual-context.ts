import type { TraceEvent } from '@bus/line';
import { MemoryBank } from '@bus/modbus';
import { modbusInstrument, type SimulatedInstrument, VirtualLine } from '@bus/sim';
import type { PortOptions } from '@bus/transport-node';
import type { Context, LineInfo } from '../src/context.js';

/** A world for services: one Modbus instrument as unit 1 behind any port, and a record of what happened. */
export function virtualContext() {
  const bank = new MemoryBank({
    holdingRegisters: { 24: 800, 289: 772, 290: 0xffe4, 291: 5 },
    inputRegisters: { 7: 4711 },
    coils: { 1: true, 2: false },
    discreteInputs: { 3: true },
  });
  const world = contextWith(modbusInstrument({ unit: 1, bank }));
  const sent = () =>
    world.trace.filter(({ kind }) => kind === 'request').map(({ bytes }) => [...bytes.subarray(0, -2)]);
  return { ...world, bank, sent };
}

/** A world for services: these instruments behind any port, and a record of what happened. */
export function contextWith(...instruments: SimulatedInstrument[]) {
  const virtual = new VirtualLine({ name: 'virtual' });
  for (const instrument of instruments) virtual.attach(instrument);
  // A simulated medium is marked as such; what the tests need passes for a real one.
  const medium = { ...virtual.medium, simulated: false };
  const trace: TraceEvent[] = [];
  const lines: LineInfo[] = [];
  const made: [url: string, options: PortOptions][] = [];
  const context: Context = {
    env: {},
    cwd: '/',
    listPorts: async () => [],
    makeTransport: (url, options) => {
      made.push([url, options]);
      const transport = virtual.transport();
      return {
        medium,
        open: sink => transport.open(sink),
        write: bytes => transport.write(bytes),
        close: () => transport.close(),
      };
    },
    onTrace: event => trace.push(event),
    onLine: info => lines.push(info),
  };
  return { context, trace, lines, made };
}
