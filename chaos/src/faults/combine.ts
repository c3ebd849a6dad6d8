import { type Fault, randomInteger } from '@bus/sim';

/** One of several faults each time, chosen by chance. */
export function anyOf(name: string, faults: readonly Fault[]): Fault {
  return {
    name,
    apply: (runs, context) =>
      faults[randomInteger(context.random, 0, faults.length - 1)]!.apply(runs, context),
  };
}

/** Several faults, one upon the other. */
export function allOf(name: string, faults: readonly Fault[]): Fault {
  return {
    name,
    apply: (runs, context) => faults.reduce((changed, fault) => fault.apply(changed, context), runs),
  };
}
