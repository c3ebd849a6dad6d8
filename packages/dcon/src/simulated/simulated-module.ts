import { type Clock, type Framing, systemClock } from '@bus/line';
import { HOST_OK, SYNCHRONIZE } from '../commands/broadcast.js';
import { dconFraming } from '../framing.js';
import { CHECKSUM_FLAG } from '../values/configuration.js';
import type { AnyCommand, Command } from '../wire/command.js';
import { frameOf, textOf, withoutChecksum } from '../wire/frame-text.js';
import { addressText, isRequestLead } from '../wire/leads.js';
import type { AnyFields } from '../wire/template.js';
import { type SimulatedModuleOptions, type StoredSettings, storedSettings } from './stored-settings.js';

/** What a handler says: the text of the answer, or undefined for silence. */
type Handler = (fields: AnyFields) => string | undefined;

/** Passed in so that tests need no real time. */
export interface SimulationTime {
  clock?: Clock;
}

const framing: Framing = dconFraming({ checksum: false });

/**
 * The part of a simulated module that all families share: address, checksum, INIT mode, silence. It can be attached to a
 * virtual line, or be the `answer` of a `Responder`.
 *
 * It says nothing to a wrong checksum, to another address, to lower-case letters, and to what it does not know; that is
 * all one and the same silence, as with real modules.
 */
export abstract class SimulatedModule {
  /** Finds requests only; the module itself tests their checksums. */
  readonly framing: Framing = framing;
  readonly stored: StoredSettings;
  readonly firmware: string;
  protected readonly options: SimulatedModuleOptions & SimulationTime;
  readonly #handlers: { readonly command: AnyCommand; readonly handle: Handler }[] = [];
  /** Whether INIT* was grounded at power-up. */
  #init: boolean;
  /** The checksum setting in force: a change of the stored one waits for the next power-up. */
  #checksum: boolean;

  constructor(options: SimulatedModuleOptions & SimulationTime, name: string, typeCode: number) {
    this.options = options;
    this.stored = storedSettings(options, name, typeCode);
    this.firmware = options.firmware ?? 'B2.0';
    this.#init = options.init === true;
    this.#checksum = !this.#init && options.checksum === true;
  }

  /** Address on the line, at present: 0 in INIT mode. */
  get unit(): number {
    return this.#init ? 0 : this.stored.address;
  }
  /** Milliseconds from the end of a request to the answer. */
  get delay(): number {
    return 1 + this.stored.responseDelay;
  }
  /** Whether INIT* was grounded at power-up. */
  get init(): boolean {
    return this.#init;
  }
  /** Whether requests and answers carry a checksum at present. */
  get checksum(): boolean {
    return this.#checksum;
  }

  /** Switches it off and on. */
  powerCycle({ init = false }: { init?: boolean } = {}): void {
    this.#init = init;
    this.#checksum = !init && (this.stored.flags & CHECKSUM_FLAG) !== 0;
    this.restarted();
  }

  /** The whole frame that answers, or undefined for silence. */
  answer(frame: Uint8Array): Uint8Array | undefined {
    this.timePasses();
    // In Modbus mode it understands nothing of this.
    if (this.protocolInForce !== 0) return undefined;
    const text = textOf(frame)?.text;
    const request = text === undefined || !this.#checksum ? text : withoutChecksum(text);
    if (request === undefined || !isRequestLead(request.slice(0, 1))) return undefined;
    if (request === SYNCHRONIZE) this.latchInputs();
    if (request === HOST_OK) this.hostIsWell();
    if (request.slice(1, 3) !== addressText(this.unit)) return undefined;
    const checksum = this.#checksum;
    const answer = this.#handle(request);
    return answer === undefined ? undefined : frameOf(answer, checksum);
  }

  #handle(request: string): string | undefined {
    for (const { command, handle } of this.#handlers) {
      const decoded = command.request.decode(request);
      if (decoded !== undefined) return handle(decoded.fields);
    }
    return undefined;
  }

  /** The protocol that was stored at the latest power-up. */
  protected protocolInForce = 0;

  /** What the module does when asked. The first command that fits decides. */
  protected on<Q, A>(command: Command<Q, A>, handle: (fields: Q) => string | undefined): void {
    this.#handlers.push({ command, handle: handle as unknown as Handler });
  }

  /** An answer in the form that the command has. */
  protected reply<Q, A>(command: Command<Q, A>, fields: AnyFields = {}, form = 0): string {
    return command.answers[form]!.encode(this.stored.address, fields);
  }

  /** `?AA`: understood and refused. */
  protected get refused(): string {
    return `?${addressText(this.stored.address)}`;
  }

  protected get now(): number {
    return (this.options.clock ?? systemClock).now();
  }

  /** Power came back. */
  protected restarted(): void {
    this.protocolInForce = this.#init ? 0 : this.stored.protocol;
  }
  /** Called before everything else, so that what time does has been done. */
  protected timePasses(): void {}
  protected latchInputs(): void {}
  protected hostIsWell(): void {}
}
