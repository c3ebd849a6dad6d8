import { type Clock, type Line, systemClock } from '@bus/line';
import { chosenFraming } from '../framing/framing-choice.js';
import type { ModbusFraming } from '../framing/modbus-framing.js';
import { BROADCAST } from '../modbus-exchange.js';
import { checkInteger } from '../pdu/checks.js';
import type { GatewayPortOptions } from './gateway-options.js';
import { exchangeFor, type GatewayQuestion } from './gateway-question.js';
import { type Asking, type LaneAnswer, UnitLane } from './unit-lane.js';

/** Questions to one unit that the line may have at a time, where it tells answers apart. */
const IN_FLIGHT = 4;

/** One line behind a gateway: a lane for each unit, which the line itself serves in turn. */
export class GatewayPort {
  readonly name: string;
  readonly line: Line;
  readonly framing: ModbusFraming;
  readonly #options: GatewayPortOptions;
  readonly #clock: Clock;
  readonly #lanes = new Map<number, UnitLane>();
  #waiting = 0;
  #broadcasts = 0;

  /** @throws {UsageError} an option is out of range. */
  constructor(name: string, options: GatewayPortOptions, clock: Clock = systemClock) {
    const { line, framing = 'rtu', cache, maxWaiting, maxWait } = options;
    if (cache !== undefined) checkInteger(`cache of ${name}`, cache, 0, 3_600_000);
    if (maxWaiting !== undefined) checkInteger(`maxWaiting of ${name}`, maxWaiting, 1, 100_000);
    if (maxWait !== undefined) checkInteger(`maxWait of ${name}`, maxWait, 1, 3_600_000);
    this.name = name;
    this.line = line;
    this.framing = chosenFraming(framing);
    this.#options = options;
    this.#clock = clock;
  }

  /** Requests that have not been sent yet. */
  get waiting(): number {
    return this.#waiting;
  }

  /**
   * Asks a unit of this line.
   *
   * @throws {NotBegun} the question was not sent. Whatever the line throws.
   */
  ask(unit: number, question: GatewayQuestion, asking: Asking): Promise<LaneAnswer> {
    return this.#lane(unit).ask(question, asking);
  }

  /** Tells all units of this line something that none of them answers. */
  async broadcast(question: GatewayQuestion, asking: Asking): Promise<LaneAnswer> {
    const lanes = [...this.#lanes].filter(([unit]) => unit !== BROADCAST).map(([, lane]) => lane);
    this.#broadcasts += 1;
    for (const { memory } of lanes) memory.writeBegins();
    try {
      return await this.#lane(BROADCAST).ask(question, asking);
    } finally {
      this.#broadcasts -= 1;
      // Lanes that were made meanwhile count the broadcast as well.
      for (const [unit, { memory }] of this.#lanes) if (unit !== BROADCAST) memory.writeEnds();
    }
  }

  #lane(unit: number): UnitLane {
    let lane = this.#lanes.get(unit);
    if (lane === undefined) {
      lane = this.#newLane(unit);
      this.#lanes.set(unit, lane);
    }
    return lane;
  }

  #newLane(unit: number): UnitLane {
    const { cache, maxWaiting = 256, maxWait = 10_000, line } = this.#options;
    return new UnitLane({
      clock: this.#clock,
      cache,
      writes: unit === BROADCAST ? 0 : this.#broadcasts,
      send: async question => await line.exchange(exchangeFor(this.framing, unit, question)),
      queue: {
        clock: this.#clock,
        concurrency: this.framing.multiplex === undefined ? 1 : IN_FLIGHT,
        maxWait,
        admits: () => this.#waiting < maxWaiting,
        waiting: change => {
          this.#waiting += change;
        },
      },
    });
  }
}
