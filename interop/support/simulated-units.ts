import { Responder } from '@bus/line';
import { MemoryBank, rtuFraming } from '@bus/modbus';
import { type ModbusInstrument, modbusInstrument, remoteIo, temperatureController } from '@bus/sim';
import { serialTransport } from '@bus/transport-node';
import { BAUD } from './peers.ts';
import { PtyPair } from './pty.ts';
import { TABLE_SIZE, valueAt, valuesAt } from './values.ts';

/** Our instruments on one end of a cable: a temperature controller (1), remote I/O (2) and large tables (3). */
export class SimulatedUnits {
  /** Where somebody else's client asks. */
  readonly path: string;
  readonly controller = temperatureController({ unit: 1 });
  readonly io = remoteIo({ unit: 2 });
  readonly tables = modbusInstrument({ unit: 3, bank: largeBank() });
  /** What went wrong while answering. */
  readonly errors: unknown[] = [];
  readonly #cable: PtyPair;
  readonly #responder: Responder;

  private constructor(cable: PtyPair) {
    const units: readonly ModbusInstrument[] = [this.controller, this.io, this.tables];
    this.path = cable.theirs;
    this.#cable = cable;
    this.#responder = new Responder(serialTransport({ path: cable.ours, baudRate: BAUD }), {
      framing: rtuFraming,
      // Each unit is offered each frame: a broadcast is for all of them, and answered by none.
      answer: frame => units.map(unit => unit.answer(frame)).find(answer => answer !== undefined),
      onError: error => this.errors.push(error),
    });
  }

  static async open(): Promise<SimulatedUnits> {
    const units = new SimulatedUnits(await PtyPair.open());
    try {
      await units.#responder.open();
      return units;
    } catch (error) {
      await units.dispose();
      throw error;
    }
  }

  async dispose(): Promise<void> {
    await this.#responder.close();
    await this.#cable.dispose();
  }
}

function largeBank(): MemoryBank {
  const table = <T>(rule: (address: number) => T) =>
    Object.fromEntries(valuesAt(rule, 0, TABLE_SIZE).entries());
  return new MemoryBank({
    coils: table(valueAt.coil),
    discreteInputs: table(valueAt.discrete),
    holdingRegisters: table(valueAt.holding),
    inputRegisters: table(valueAt.input),
  });
}
