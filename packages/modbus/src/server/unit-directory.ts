import { UsageError } from '@bus/line';
import { BROADCAST } from '../modbus-exchange.js';
import { checkInteger } from '../pdu/checks.js';
import type { AnsweringUnit } from './answering-unit.js';
import type { ServerOptions, UnknownUnit } from './server-options.js';

/** A device under one of its numbers. */
export interface NumberedUnit {
  readonly unit: number;
  readonly device: AnsweringUnit;
}

/** Which unit answers to which number. */
export class UnitDirectory {
  /** What becomes of requests to units that are not there. */
  readonly unknownUnit: UnknownUnit;
  /** The units that are known beforehand, in order of their numbers. */
  readonly listed: readonly NumberedUnit[];
  readonly #find: (unit: number) => AnsweringUnit | undefined;
  readonly #everybody: readonly NumberedUnit[] | undefined;

  /** @throws {UsageError} a number is out of range, or `any` is wanted of a function. */
  constructor({ units, unknownUnit, everybody }: ServerOptions) {
    this.#everybody = everybody?.map(device => ({ unit: BROADCAST, device }));
    if (typeof units === 'function') {
      if (unknownUnit === 'any')
        throw new UsageError("unknownUnit cannot be 'any' when units is a function", {
          hint: 'Let the function return a unit for every number.',
        });
      this.#find = units;
      this.listed = [];
    } else {
      const listed = new Map(Object.entries(units).map(([unit, device]) => [Number(unit), device]));
      for (const unit of listed.keys()) checkInteger('unit', unit, 0, 255);
      if (listed.size === 0) throw new UsageError('a server needs at least one unit');
      this.#find = unit => listed.get(unit);
      this.listed = Array.from(listed, ([unit, device]) => ({ unit, device }));
    }
    this.unknownUnit = unknownUnit ?? (this.listed.length === 1 ? 'any' : 11);
  }

  /** The unit of that number. */
  find(unit: number): NumberedUnit | undefined {
    const device = this.#find(unit);
    return device && { unit, device };
  }

  /** The unit that answers for those that are not there. */
  get anybody(): NumberedUnit | undefined {
    const { unknownUnit } = this;
    if (typeof unknownUnit === 'object') return { unit: BROADCAST, device: unknownUnit };
    return unknownUnit === 'any' ? this.listed[0] : undefined;
  }

  /** Whom a broadcast reaches: every unit from 1 on, each device once, under its lowest number, unless it was said. */
  everybody(maxUnit: number): readonly NumberedUnit[] {
    if (this.#everybody !== undefined) return this.#everybody;
    const all = new Map<AnsweringUnit, NumberedUnit>();
    for (let unit = 1; unit <= maxUnit; unit += 1) {
      const device = this.#find(unit);
      if (device !== undefined && !all.has(device)) all.set(device, { unit, device });
    }
    return [...all.values()];
  }
}
