import { UsageError } from '@bus/line';
import type { Fault, PlannedFault } from '@bus/sim';
import { nearest } from '../document/nearest.js';
import { exceptionFault } from './exception-fault.js';

type Sim = typeof import('@bus/sim');

/** What a fault's value may be. */
interface FaultForm {
  readonly wants: string;
  /** @param value what stands behind the name; empty when nothing does. @returns undefined when it makes no sense. */
  make(sim: Sim, value: string): Fault | undefined;
}

const number = (text: string): number | undefined => (/^\d{1,7}$/.test(text) ? Number(text) : undefined);

/** A form whose value is a number, with one that holds when there is none. */
function counted(wants: string, usual: number, make: (sim: Sim, count: number) => Fault, min = 1): FaultForm {
  return {
    wants,
    make(sim, value) {
      const count = value === '' ? usual : number(value);
      return count === undefined || count < min ? undefined : make(sim, count);
    },
  };
}

function chosen<T extends string>(
  usual: T,
  choices: readonly T[],
  make: (sim: Sim, choice: T) => Fault,
): FaultForm {
  return {
    wants: choices.join(', '),
    make(sim, value) {
      const choice = value === '' ? usual : choices.find(known => known === value);
      return choice === undefined ? undefined : make(sim, choice);
    },
  };
}

const EVERY = /^(?:(\d{1,7})(?:-(\d{1,7}))?(?:ms)?)$/;

const forms: Readonly<Record<string, FaultForm>> = {
  crc: counted('bits that are inverted', 1, (sim, count) => sim.bitFlip(count)),
  lost: counted('bytes that are missing', 1, (sim, count) => sim.lostBytes(count)),
  extra: counted('bytes that are added in front', 1, (sim, count) => sim.extraBytes({ count })),
  truncated: {
    wants: 'bytes that are left',
    make: (sim, value) =>
      value === '' ? sim.truncated() : number(value) ? sim.truncated(Number(value)) : undefined,
  },
  silence: { wants: 'nothing', make: (sim, value) => (value === '' ? sim.silence() : undefined) },
  late: {
    wants: 'milliseconds, such as 500 or 200-800',
    make(sim, value) {
      const [, min, max = min] = EVERY.exec(value) ?? [];
      return min === undefined || Number(max) < Number(min)
        ? undefined
        : sim.late([Number(min), Number(max)]);
    },
  },
  doubled: counted('milliseconds in between', 0, (sim, pause) => sim.doubled(pause), 0),
  chunked: {
    wants: 'bytes, random, or bytes in a piece',
    make(sim, value) {
      if (value === '' || value === 'bytes') return sim.chunked('bytes', 5);
      if (value === 'random') return sim.chunked('random', 5);
      return number(value) ? sim.chunked(Number(value), 5) : undefined;
    },
  },
  echo: chosen('whole', ['whole', 'partial', 'corrupted'], (sim, form) => sim.echoed(form)),
  'other-unit': {
    wants: 'a unit from 1 to 247',
    make(sim, value) {
      const unit = value === '' ? undefined : number(value);
      if (value !== '' && (unit === undefined || unit < 1 || unit > 247)) return undefined;
      return sim.otherUnit(unit);
    },
  },
  'foreign-master': chosen('before', ['before', 'after'], (sim, where) => sim.foreignMaster({ where })),
  'port-loss': counted('milliseconds until the port is back', 1000, (sim, back) => sim.portLoss({ back })),
  exception: {
    wants: 'an exception code from 1 to 255',
    make(_, value) {
      const code = value === '' ? 4 : number(value);
      return code === undefined || code < 1 || code > 255 ? undefined : exceptionFault(code);
    },
  },
};

/** A fault, and when it strikes. */
export interface WrittenFault {
  /** As it was written in front of the first colon. */
  readonly name: string;
  readonly planned: PlannedFault;
}

/** Names of all faults that can be ordered. */
export const faultNames: readonly string[] = Object.keys(forms);

/**
 * Reads `name`, `name:value`, `name:10%`, `name:value:10%` and any of these with `@unit` behind: what goes wrong, in which
 * part of all replies, and of which device only.
 *
 * @throws {UsageError} there is no such fault, or its value makes no sense.
 *
 * @example parseFault('late:200-800:5%@3', sim)
 */
export function parseFault(text: string, sim: Sim): WrittenFault {
  const [, body = '', unit] = /^(.*?)(?:@(\d{1,3}))?$/.exec(text) ?? [];
  const [name = '', ...parts] = body.split(':');
  const form = Object.hasOwn(forms, name) ? forms[name] : undefined;
  if (form === undefined) {
    const near = nearest(name, faultNames);
    throw new UsageError(`there is no fault '${name}'`, {
      hint: near === undefined ? `There are ${faultNames.join(', ')}.` : `Did you mean ${near}?`,
    });
  }
  const percent = parts.filter(part => part.endsWith('%'));
  const values = parts.filter(part => !part.endsWith('%'));
  const fault = values.length > 1 ? undefined : form.make(sim, values[0] ?? '');
  if (fault === undefined)
    throw new UsageError(`'${text}': behind ${name} goes ${form.wants}`, {
      hint: 'Write crc:5%, late:200-800:10%, exception:6@3, …',
    });
  const probability = probabilityOf(percent, text);
  return {
    name,
    planned: {
      fault,
      ...(probability === undefined ? {} : { probability }),
      ...(unit === undefined ? {} : { unit: Number(unit) }),
    },
  };
}

function probabilityOf(parts: readonly string[], text: string): number | undefined {
  if (parts.length === 0) return undefined;
  const [, digits] = /^(\d{1,3}(?:\.\d{1,6})?)%$/.exec(parts[0]!) ?? [];
  const share = Number(digits) / 100;
  if (parts.length === 1 && share >= 0 && share <= 1) return share;
  throw new UsageError(`'${text}': how often it strikes is one number from 0% to 100%`);
}
