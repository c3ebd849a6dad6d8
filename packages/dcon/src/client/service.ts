import { UsageError } from '@bus/line';
import {
  enterSoftInit,
  readActiveLevel,
  readInitPin,
  readProtocol,
  readResetStatus,
  readResponseDelay,
  writeActiveLevel,
  writeName,
  writeProtocol,
  writeResponseDelay,
  writeSoftInitWindow,
} from '../commands/common.js';
import { checkAnswer } from './check-answer.js';
import type { CallOptions, ModuleRequests } from './module-requests.js';

export type ModuleProtocol = 'dcon' | 'modbus-rtu' | 'modbus-ascii';

export interface ProtocolState {
  readonly supported: readonly ModuleProtocol[];
  /** What the module speaks after the next power-up. */
  readonly next: ModuleProtocol;
}

/** Which sides are inverted by the module. */
export interface ActiveLevel {
  readonly invertInputs: boolean;
  readonly invertOutputs: boolean;
}

const CODES: ReadonlyMap<number, ModuleProtocol> = new Map([
  [0, 'dcon'],
  [1, 'modbus-rtu'],
  [3, 'modbus-ascii'],
]);
const SUPPORTED: ReadonlyMap<number, readonly ModuleProtocol[]> = new Map([
  [0, ['dcon']],
  [1, ['dcon', 'modbus-rtu']],
  [3, ['dcon', 'modbus-rtu', 'modbus-ascii']],
]);

/** What modules say and store about themselves. */
export class Service {
  readonly #requests: ModuleRequests;

  constructor(requests: ModuleRequests) {
    this.#requests = requests;
  }

  /**
   * True when the module restarted since this was last asked: its outputs are back at their power-on values. Reading
   * clears it, so a lost answer is not asked for again.
   *
   * @throws {UsageError} the family has no such status. On analog inputs the same letters write.
   */
  async restarted(options: CallOptions = {}): Promise<boolean> {
    const { resetStatus, title } = await this.#requests.family(options);
    if (!resetStatus) throw new UsageError(`the ${title} has no reset status`);
    return (await this.#requests.ask(readResetStatus, {}, options)).restarted === 1;
  }

  /** Stores another name, 1 to 6 characters, in EEPROM. */
  async rename(name: string, options: CallOptions = {}): Promise<void> {
    if (!/^[A-Z0-9-]{1,6}$/.test(name))
      throw new UsageError(`a module's name is 1 to 6 of A-Z, 0-9 and -, not '${name}'`);
    await this.#requests.ask(writeName, { name }, options);
  }

  /** Whether the INIT* terminal is grounded now. */
  async initGrounded(options: CallOptions = {}): Promise<boolean> {
    return (await this.#requests.ask(readInitPin, {}, options)).open === 0;
  }

  async protocol(options: CallOptions = {}): Promise<ProtocolState> {
    const answer = await this.#requests.ask(readProtocol, {}, options);
    const [supported, next] = [SUPPORTED.get(answer.supported), CODES.get(answer.next)];
    checkAnswer(supported !== undefined && next !== undefined, 'the module names a protocol that is unknown');
    return { supported, next };
  }

  /** Stores the protocol for after the next power-up. Refused outside of INIT mode. A module in Modbus mode answers nothing here. */
  async setProtocol(protocol: ModuleProtocol, options: CallOptions = {}): Promise<void> {
    for (const [code, name] of CODES)
      if (name === protocol) await this.#requests.ask(writeProtocol, { protocol: String(code) }, options);
  }

  /** Milliseconds that the module waits before it answers. */
  async responseDelay(options: CallOptions = {}): Promise<number> {
    return (await this.#requests.ask(readResponseDelay, {}, options)).milliseconds;
  }

  /** Stores 0 to 30 milliseconds in EEPROM. */
  async setResponseDelay(milliseconds: number, options: CallOptions = {}): Promise<void> {
    if (!(milliseconds <= 30)) throw new UsageError(`the response delay is 0 to 30 ms, not ${milliseconds}`);
    await this.#requests.ask(writeResponseDelay, { milliseconds }, options);
  }

  async activeLevel(options: CallOptions = {}): Promise<ActiveLevel> {
    const { invert } = await this.#requests.ask(readActiveLevel, {}, options);
    return { invertInputs: (invert & 1) !== 0, invertOutputs: (invert & 2) !== 0 };
  }

  async setActiveLevel(
    { invertInputs, invertOutputs }: ActiveLevel,
    options: CallOptions = {},
  ): Promise<void> {
    const invert = (invertInputs ? 1 : 0) | (invertOutputs ? 2 : 0);
    await this.#requests.ask(writeActiveLevel, { invert }, options);
  }

  /** Allows what else only INIT mode allows, for `seconds` (1 to 60). */
  async softInit(seconds: number, options: CallOptions = {}): Promise<void> {
    if (!(seconds >= 1 && seconds <= 60))
      throw new UsageError(`the soft INIT window is 1 to 60 s, not ${seconds}`);
    await this.#requests.ask(writeSoftInitWindow, { seconds }, options);
    await this.#requests.ask(enterSoftInit, {}, options);
  }
}
