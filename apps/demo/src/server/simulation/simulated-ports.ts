import { type Clock, systemClock, TransportError, UsageError } from '@bus/line';
import { mulberry32, standardDrioLine, standardLine, type VirtualLine } from '@bus/sim';
import { type LinePort, machinePort, type PortMaker } from '../line-port.js';
import { ModuleLife } from './module-life.js';
import { OvenLife } from './oven-life.js';
import { repeat } from './repeat.js';

export interface SimulationOptions {
  readonly clock?: Clock;
  /** A whole number on which all chance depends; 1 by default. */
  readonly seed?: number;
}

/** Milliseconds between two steps of what is measured, and between two changes of a 232DRIO's input. */
const [STEP, DRIO_STEP] = [250, 15_000];

/** The names of the simulated lines. */
export const simulatedPortNames: readonly string[] = ['sim:', 'sim:drio'];

/** Is this the name of a simulated line, rather than of a port? */
export const isSimulated = (port: string): boolean => port.startsWith('sim:');

/**
 * Makes ports, the simulated ones among them. What is on these lives: an oven approaches its set point, inputs change,
 * counters count. Answers take the time that they take on a wire, and the plug can be pulled.
 *
 *     sim:      RS-485 at 19200 bit/s: temperature controller, remote I/O, DCON modules
 *     sim:drio  RS-232 at 9600 bit/s: a 232DRIO
 */
export class SimulatedPorts {
  readonly #clock: Clock;
  readonly #seed: number;
  #endings: (() => void)[] = [];

  constructor({ clock = systemClock, seed = 1 }: SimulationOptions = {}) {
    this.#clock = clock;
    this.#seed = seed;
  }

  /** Other ports than simulated ones are those of this machine and of the network. */
  readonly makePort: PortMaker = settings => {
    const { port } = settings;
    if (port === 'sim:') return this.#rs485();
    if (port === 'sim:drio') return this.#rs232();
    if (!isSimulated(port)) return machinePort(settings);
    throw new UsageError(`there is no simulated line '${port}'`, {
      hint: `There are ${simulatedPortNames.join(' and ')}.`,
    });
  };

  /** Nothing changes by itself any more. */
  stop(): void {
    for (const end of this.#endings) end();
    this.#endings = [];
  }

  #rs485(): LinePort {
    const { virtual, controller, modules } = standardLine({ baudRate: 19_200, clock: this.#clock });
    const random = mulberry32(this.#seed);
    const lives = [new OvenLife(controller.bank, random), new ModuleLife(modules, random)];
    this.#endings.push(
      repeat(this.#clock, STEP, () => {
        for (const life of lives) life.step(STEP / 1000);
      }),
    );
    return portOf(virtual);
  }

  #rs232(): LinePort {
    const { virtual, unit } = standardDrioLine({ baudRate: 9600, clock: this.#clock });
    this.#endings.push(
      repeat(this.#clock, DRIO_STEP, () => {
        unit.input = !unit.input;
      }),
    );
    return portOf(virtual);
  }
}

function portOf(virtual: VirtualLine): LinePort {
  return {
    transport: virtual.transport(),
    framing: 'rtu',
    plug: {
      pull: () => virtual.cut(new TransportError('disconnected', 'the plug is pulled')),
      restore: () => virtual.restore(),
    },
  };
}
