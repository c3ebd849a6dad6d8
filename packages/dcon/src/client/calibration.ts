import { UsageError } from '@bus/line';
import {
  calibrateChannelSpan,
  calibrateChannelZero,
  calibrateSpan,
  calibrateZero,
  enableCalibration,
  readJunctionOffset,
  writeJunctionOffset,
} from '../commands/analog-input.js';
import type { CallOptions, ModuleRequests } from './module-requests.js';
import { requireKind } from './require-kind.js';

/** Calibrating is meant. Every call that calibrates needs it. */
export interface CalibrationOptions extends CallOptions {
  /** Says that the reference signal is connected and that the module's calibration may be overwritten. */
  overwriteCalibration: true;
}

/** Calibration of analog inputs, stored in EEPROM. Enable it before; a module refuses otherwise. */
export class Calibration {
  readonly #requests: ModuleRequests;

  constructor(requests: ModuleRequests) {
    this.#requests = requests;
  }

  async enable(on: boolean, options: CallOptions = {}): Promise<void> {
    await this.#requests.ask(enableCalibration, { enabled: on ? 1 : 0 }, options);
  }

  /** The signal that is connected now is zero, for the whole module or for one channel. */
  async zero(options: CalibrationOptions, channel?: number): Promise<void> {
    const call = await this.#allowed(options);
    if (channel === undefined) await this.#requests.ask(calibrateZero, {}, call);
    else await this.#requests.ask(calibrateChannelZero, { channel }, call);
  }

  /** The signal that is connected now is full scale, for the whole module or for one channel. */
  async span(options: CalibrationOptions, channel?: number): Promise<void> {
    const call = await this.#allowed(options);
    if (channel === undefined) await this.#requests.ask(calibrateSpan, {}, call);
    else await this.#requests.ask(calibrateChannelSpan, { channel }, call);
  }

  /** Correction of the cold junction, in °C. */
  async junctionOffset(options: CallOptions = {}): Promise<number> {
    await requireKind(this.#requests, ['analog-input'], 'cold junction', options);
    const { sign, hundredths } = await this.#requests.ask(readJunctionOffset, {}, options);
    return ((sign === '-' ? -hundredths : hundredths) + 0) / 100;
  }

  /** Stores the correction of the cold junction, in steps of 0.01 °C. */
  async setJunctionOffset(celsius: number, options: CallOptions = {}): Promise<void> {
    // A counter module would show it as text.
    await requireKind(this.#requests, ['analog-input'], 'cold junction', options);
    const hundredths = Math.round(Math.abs(celsius) * 100);
    await this.#requests.ask(writeJunctionOffset, { sign: celsius < 0 ? '-' : '+', hundredths }, options);
  }

  async #allowed({ overwriteCalibration, ...call }: CalibrationOptions): Promise<CallOptions> {
    if (overwriteCalibration !== true)
      throw new UsageError('calibration overwrites EEPROM: pass { overwriteCalibration: true }');
    const { kind, title } = await this.#requests.family(call);
    // The same letters mean something else to every other kind of module.
    if (kind !== 'analog-input') throw new UsageError(`the ${title} is not calibrated in this way`);
    return call;
  }
}
