import { simulatedDrio } from '@bus/232drio';
import {
  type Family,
  families,
  simulatedAnalogInput,
  simulatedAnalogOutput,
  simulatedCounter,
  simulatedDigital,
} from '@bus/dcon';
import { Responder } from '@bus/line';
import { dconModules, type SimulatedInstrument } from '@bus/sim';
import { serialTransport } from '@bus/transport-node';
import { PtyPair } from './pty.ts';

/** What modules are delivered with. */
const BAUD = 9600;

const makers = {
  digital: simulatedDigital,
  'analog-input': simulatedAnalogInput,
  'analog-output': simulatedAnalogOutput,
  counter: simulatedCounter,
} as const;

/** Every family of DCON modules that can be simulated, each at an address of its own. */
export function simulatedFamilies(): { family: Family; address: string }[] {
  // Those with a pair of default values have inputs, outputs and alarms as well, of which there is no simulation.
  return families
    .filter(({ defaults }) => defaults !== 'pair')
    .map((family, index) => ({ family, address: (index + 0x10).toString(16).toUpperCase() }));
}

/** Simulated instruments on one end of a cable, at 9600 bit/s. */
export class SimulatedModules {
  /** Where the program asks. */
  readonly path: string;
  /** What went wrong while answering. */
  readonly errors: unknown[] = [];
  readonly #cable: PtyPair;
  readonly #responder: Responder;

  private constructor(cable: PtyPair, instruments: readonly SimulatedInstrument[]) {
    this.path = cable.theirs;
    this.#cable = cable;
    this.#responder = new Responder(serialTransport({ path: cable.ours, baudRate: BAUD }), {
      framing: instruments[0]!.framing,
      // Each is offered each frame: it knows by itself which are for it.
      answer: async frame => {
        const answers = await Promise.all(instruments.map(instrument => instrument.answer(frame)));
        return answers.find(answer => answer !== undefined);
      },
      onError: error => this.errors.push(error),
    });
  }

  /** The DCON modules of the simulated line. */
  static dcon(): Promise<SimulatedModules> {
    return SimulatedModules.#open(dconModules());
  }

  /** A module of every family. */
  static families(): Promise<SimulatedModules> {
    const modules = simulatedFamilies().map(({ family, address }) =>
      makers[family.kind](family.name, { address: Number.parseInt(address, 16) }),
    );
    return SimulatedModules.#open(modules);
  }

  /** A 232DRIO, alone. */
  static drio(): Promise<SimulatedModules> {
    return SimulatedModules.#open([simulatedDrio({ input: true })]);
  }

  static async #open(instruments: readonly SimulatedInstrument[]): Promise<SimulatedModules> {
    const modules = new SimulatedModules(await PtyPair.open(), instruments);
    try {
      await modules.#responder.open();
      return modules;
    } catch (error) {
      await modules.dispose();
      throw error;
    }
  }

  async dispose(): Promise<void> {
    await this.#responder.close();
    await this.#cable.dispose();
  }
}
