import { FakeClock } from '@bus/line/testing';
import { joinBytes, type Random, type SimulatedInstrument, VirtualLine } from '@bus/sim';
import type { FaultKind } from './faults/fault-kind.js';
import { makePlant } from './plant/make-plant.js';
import { conditionsOf, type Plant } from './plant/plant.js';
import { Port } from './port.js';
import type { FramingName } from './subject.js';
import { WireLog } from './wire-log.js';

/** Share of the answers that a fault strikes unless it says otherwise. */
const SHARE = 0.15;

interface SceneParts {
  readonly framing: FramingName;
  readonly fault: FaultKind;
  /** Seeds what strikes answers. */
  readonly seed: number;
  /** What strikes requests. */
  readonly random: Random;
}

/** Devices on a virtual line on which something goes wrong, and the port of whoever asks them. */
export class Scene {
  readonly clock = new FakeClock();
  readonly log = new WireLog();
  readonly timeout: number;
  readonly plant: Plant;
  readonly port: Port;
  readonly virtual: VirtualLine;
  /** Everything that devices have said, as they meant it. */
  readonly #said = new Set<string>();
  readonly #random: Random;
  readonly #fault: FaultKind;
  /** Requests that something has happened to. */
  #struckRequests = 0;

  constructor({ framing, fault, seed, random }: SceneParts) {
    const conditions = conditionsOf[framing];
    const { baudRates, timeout } = conditions;
    const baudRate = baudRates[seed % baudRates.length];
    this.timeout = timeout;
    this.#random = random;
    this.#fault = fault;
    const { clock, log } = this;
    this.virtual = new VirtualLine({
      clock,
      seed,
      name: `chaos:${framing}`,
      ...(baudRate === undefined ? { connection: true } : { baudRate }),
      faults: (fault.answers?.(conditions) ?? []).map(each => ({
        fault: each,
        probability: fault.share ?? SHARE,
      })),
    });
    const { characterTime } = this.virtual.medium;
    this.plant = makePlant(framing, clock, characterTime);
    for (const instrument of this.plant.instruments) this.virtual.attach(this.#heardBy(instrument));
    const transport = this.virtual.transport({ latency: fault.latency ?? 0 });
    const onWrite = (bytes: Uint8Array) => {
      this.plant.asked?.(bytes);
      this.#maybeCut(bytes.length * characterTime);
    };
    this.port = new Port({ framing, transport, clock, log, onWrite });
  }

  /** Answers and requests that something has happened to so far. */
  get strikes(): number {
    return this.virtual.faultLog.length + this.#struckRequests;
  }

  /** True when a device meant to send exactly these bytes. */
  wasSaid(frame: Uint8Array): boolean {
    return this.#said.has(keyOf(frame));
  }

  /** True when bytes of an answer were changed, lost or added since a time. */
  damagedSince(time: number): boolean {
    const { faultLog } = this.virtual;
    for (let index = faultLog.length - 1; index >= 0; index -= 1) {
      const { answer, sent, time: struckAt, faults } = faultLog[index]!;
      if (struckAt < time) return false;
      const bytes = joinBytes(sent);
      const changed = bytes.length !== answer.length || bytes.some((byte, at) => byte !== answer[at]);
      if (changed && !faults.includes('doubled')) return true;
    }
    return false;
  }

  #heardBy(instrument: SimulatedInstrument): SimulatedInstrument {
    const { unit, framing, delay } = instrument;
    const { deaf = 0 } = this.#fault;
    return {
      unit,
      framing,
      ...(delay === undefined ? {} : { delay }),
      answer: frame => {
        if (deaf > 0 && this.#random() < deaf) {
          this.#struckRequests += 1;
          return undefined;
        }
        const answer = instrument.answer(frame) as Uint8Array | undefined;
        if (answer !== undefined) this.#said.add(keyOf(answer));
        return answer;
      },
    };
  }

  /** The port vanishes while a request leaves, or right behind it, and comes back. */
  #maybeCut(duration: number): void {
    const { cuts = 0 } = this.#fault;
    if (cuts === 0 || this.#random() >= cuts) return;
    this.#struckRequests += 1;
    const at = this.#random() * (duration + 1);
    const back = this.#random() * 2 * this.timeout;
    this.clock.setTimer(() => {
      this.virtual.cut();
      this.clock.setTimer(() => this.virtual.restore(), back);
    }, at);
  }
}

const keyOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
