import type { Line } from '@bus/line';
import { readFirmware, readName } from '../commands/common.js';
import type { Answer } from '../exchange.js';
import type { Family } from '../families/family.js';
import type { RawOptions } from '../raw-question.js';
import type { Configuration } from '../values/configuration.js';
import type { Command } from '../wire/command.js';
import { Alarms } from './alarms.js';
import { AnalogInputs } from './analog-inputs.js';
import { AnalogOutputs } from './analog-outputs.js';
import { Calibration } from './calibration.js';
import { type ConfigurationChanges, type ConfigureOptions, configure } from './configure.js';
import { CounterSettings } from './counter-settings.js';
import { Counters } from './counters.js';
import { Defaults } from './defaults.js';
import { DigitalInputs } from './digital-inputs.js';
import { DigitalOutputs } from './digital-outputs.js';
import { type Identity, identify } from './identify.js';
import { type CallOptions, type ModuleOptions, ModuleRequests } from './module-requests.js';
import { Service } from './service.js';
import { Watchdog } from './watchdog.js';

/**
 * One module on a line. All methods queue for the line and throw what `Line.exchange` throws; besides, `DconRejected`
 * when the module refuses and `DconWatchdogTripped` when its watchdog keeps it from writing outputs. Bad arguments throw
 * a `UsageError` before anything of them is sent.
 *
 * Typed methods need the module's family; unless it was given, the module is asked for its name once.
 *
 * @example
 * const module = client.module(2, { family: '7044' });
 * await module.outputs.set(2, true);
 */
export class DconModule {
  readonly address: number;
  readonly outputs: DigitalOutputs;
  readonly inputs: DigitalInputs;
  readonly analogInputs: AnalogInputs;
  readonly analogOutputs: AnalogOutputs;
  readonly counters: Counters;
  readonly counterSettings: CounterSettings;
  readonly alarms: Alarms;
  readonly watchdog: Watchdog;
  readonly defaults: Defaults;
  readonly service: Service;
  readonly calibration: Calibration;
  readonly #requests: ModuleRequests;

  constructor(line: Line, address: number, options: ModuleOptions = {}) {
    const requests = new ModuleRequests(line, address, options);
    this.#requests = requests;
    this.address = address;
    this.outputs = new DigitalOutputs(requests);
    this.inputs = new DigitalInputs(requests);
    this.analogInputs = new AnalogInputs(requests);
    this.analogOutputs = new AnalogOutputs(requests);
    this.counters = new Counters(requests);
    this.counterSettings = new CounterSettings(requests);
    this.alarms = new Alarms(requests);
    this.watchdog = new Watchdog(requests);
    this.defaults = new Defaults(requests);
    this.service = new Service(requests);
    this.calibration = new Calibration(requests);
  }

  /** The family, as far as it is known by now. */
  get family(): Family | undefined {
    return this.#requests.knownFamily;
  }

  /**
   * Sends a request as it is, checksum and carriage return added, and returns the answer without them.
   *
   * What the table of commands does not know counts as a write: it is not repeated when no answer comes.
   *
   * @example await module.command('$022'); // '!02400600'
   */
  command(text: string, options: RawOptions & CallOptions = {}): Promise<string> {
    return this.#requests.raw(text, options);
  }

  /** Sends a command of the table, or one of your own made with `command()`. */
  call<Q, A>(command: Command<Q, A>, fields: Q, options: CallOptions = {}): Promise<Answer<A>> {
    return this.#requests.ask(command, fields, options);
  }

  /** Name, family, firmware and configuration. The family is used from then on. */
  identify(options: CallOptions = {}): Promise<Identity> {
    return identify(this.#requests, options);
  }

  /** What the module calls itself. */
  async name(options: CallOptions = {}): Promise<string> {
    return (await this.#requests.ask(readName, {}, options)).name;
  }

  async firmware(options: CallOptions = {}): Promise<string> {
    return (await this.#requests.ask(readFirmware, {}, options)).version;
  }

  /** Address, type, speed, data format, checksum: read from the module. */
  configuration(options: CallOptions = {}): Promise<Configuration> {
    return this.#requests.configuration({ ...options, fresh: true });
  }

  /**
   * Changes parts of the configuration in EEPROM: reads it, writes it once, waits while the module is busy (1 s, ADAM
   * analog modules 7 s) and reads it back. After a change of address, go on with a handle for the new one.
   *
   * @example await module.configure({ address: 3 });
   */
  configure(changes: ConfigurationChanges, options: ConfigureOptions = {}): Promise<Configuration> {
    return configure(this.#requests, changes, options);
  }
}
