import {
  enterSoftInit,
  readActiveLevel,
  readConfiguration,
  readFirmware,
  readInitPin,
  readName,
  readProtocol,
  readResetStatus,
  readResponseDelay,
  writeActiveLevel,
  writeConfiguration,
  writeName,
  writeProtocol,
  writeResponseDelay,
  writeSoftInitWindow,
} from '../commands/common.js';
import { clearWatchdog, readWatchdog, readWatchdogStatus, writeWatchdog } from '../commands/watchdog.js';
import type { Family } from '../families/family.js';
import { CHECKSUM_FLAG } from '../values/configuration.js';
import { SimulatedModule, type SimulationTime } from './simulated-module.js';
import type { SimulatedModuleOptions } from './stored-settings.js';

const NEW_NAME = /^[ -~]{1,6}$/;

/** What modules of all families answer: identity, configuration, service, host watchdog. */
export abstract class ServiceableModule extends SimulatedModule {
  readonly family: Family;
  #hostHeard = 0;
  #restarted = true;
  /** Whether INIT* is grounded now; what counts for the mode is the moment of power-up. */
  initGrounded: boolean;
  #softWindow = 0;
  #softUntil = 0;

  constructor(family: Family, options: SimulatedModuleOptions & SimulationTime, typeCode: number) {
    super(options, family.name, typeCode);
    this.family = family;
    this.#hostHeard = this.now;
    this.initGrounded = this.init;
  }

  /** The host watchdog has tripped: outputs hold their safe values. */
  get tripped(): boolean {
    this.timePasses();
    return this.stored.tripped;
  }

  /** Registers what all modules know; after what the family knows, because that has precedence. */
  protected knowService(): void {
    this.on(readConfiguration, () => {
      const { typeCode, baudCode, flags } = this.stored;
      return this.reply(readConfiguration, { type: typeCode, baud: baudCode, flags });
    });
    this.on(writeConfiguration, fields => this.#configure(fields));
    this.on(readName, () => this.reply(readName, { name: this.stored.name }));
    this.on(writeName, ({ name }) => {
      if (!NEW_NAME.test(name)) return this.refused;
      this.stored.name = name;
      return this.reply(writeName);
    });
    this.on(readFirmware, () => this.reply(readFirmware, { version: this.firmware }));
    if (this.family.resetStatus) {
      this.on(readResetStatus, () => {
        const restarted = this.#restarted ? 1 : 0;
        this.#restarted = false;
        return this.reply(readResetStatus, { restarted });
      });
    }
    this.#knowSettings();
    this.#knowWatchdog();
  }

  #knowSettings(): void {
    const { stored } = this;
    this.on(readInitPin, () => this.reply(readInitPin, { open: this.initGrounded ? 0 : 1 }));
    const { protocols = 1 } = this.options;
    this.on(readProtocol, () => this.reply(readProtocol, { supported: protocols, next: stored.protocol }));
    this.on(writeProtocol, ({ protocol }) => {
      if (!this.#mayChange || Number(protocol) > protocols) return this.refused;
      stored.protocol = Number(protocol);
      return this.reply(writeProtocol);
    });
    this.on(writeSoftInitWindow, ({ seconds }) => {
      if (seconds > 60) return this.refused;
      this.#softWindow = seconds;
      return this.reply(writeSoftInitWindow);
    });
    this.on(enterSoftInit, () => {
      if (this.#softWindow === 0) return this.refused;
      this.#softUntil = this.now + 1000 * this.#softWindow;
      return this.reply(enterSoftInit);
    });
    this.on(readResponseDelay, () => this.reply(readResponseDelay, { milliseconds: stored.responseDelay }));
    this.on(writeResponseDelay, ({ milliseconds }) => {
      if (milliseconds > 0x1e) return this.refused;
      stored.responseDelay = milliseconds;
      return this.reply(writeResponseDelay);
    });
    if (this.family.kind !== 'digital') return;
    this.on(readActiveLevel, () => this.reply(readActiveLevel, { invert: stored.invert }));
    this.on(writeActiveLevel, ({ invert }) => {
      if (invert > 3) return this.refused;
      stored.invert = invert;
      return this.reply(writeActiveLevel);
    });
  }

  #knowWatchdog(): void {
    const { stored } = this;
    this.on(readWatchdogStatus, () => {
      const enabled = stored.watchdog.enabled && this.options.oldWatchdog !== true ? 0x80 : 0;
      return this.reply(readWatchdogStatus, { status: enabled | (stored.tripped ? 0x04 : 0) });
    });
    this.on(clearWatchdog, () => {
      stored.tripped = false;
      return this.reply(clearWatchdog);
    });
    this.on(readWatchdog, () => {
      const { enabled, tenths } = stored.watchdog;
      return this.reply(readWatchdog, { enabled: enabled ? 1 : 0, tenths }, this.options.oldWatchdog ? 1 : 0);
    });
    this.on(writeWatchdog, ({ enabled, tenths }) => {
      if (enabled === 1 && tenths === 0) return this.refused;
      stored.watchdog = { enabled: enabled === 1, tenths };
      this.#hostHeard = this.now;
      return this.reply(writeWatchdog);
    });
  }

  /** Speed, checksum and protocol may be changed. */
  get #mayChange(): boolean {
    return this.init || this.now < this.#softUntil;
  }

  #configure(fields: { newAddress: number; type: number; baud: number; flags: number }): string {
    const { stored } = this;
    const checksumChanges = ((fields.flags ^ stored.flags) & CHECKSUM_FLAG) !== 0;
    if (!this.#mayChange && (fields.baud !== stored.baudCode || checksumChanges)) return this.refused;
    if (!this.takesType(fields.type)) return this.refused;
    stored.address = fields.newAddress;
    stored.typeCode = fields.type;
    stored.baudCode = fields.baud;
    stored.flags = fields.flags;
    return this.reply(writeConfiguration);
  }

  /** Whether the module has this type. */
  protected takesType(type: number): boolean {
    return type === this.stored.typeCode;
  }

  /** Outputs go to their safe values. */
  protected goSafe(): void {}

  protected override hostIsWell(): void {
    this.#hostHeard = this.now;
  }

  protected override timePasses(): void {
    const { watchdog } = this.stored;
    if (!watchdog.enabled || this.now - this.#hostHeard <= watchdog.tenths * 100) return;
    watchdog.enabled = false;
    this.stored.tripped = true;
    this.goSafe();
  }

  protected override restarted(): void {
    super.restarted();
    this.#restarted = true;
    this.initGrounded = this.init;
    this.#softUntil = 0;
    this.#hostHeard = this.now;
  }

  /** What an output write is answered with, if it is not carried out: bare, or with the address. */
  protected get outputRefused(): string {
    return this.options.refusal === '?' ? '?' : this.refused;
  }
}
