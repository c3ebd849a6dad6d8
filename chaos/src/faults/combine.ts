import { type Fault, randomInteger } from '@bus/sim';

/** One of several faults each time, chosen by chance. */
export function anyOf(name: string, faults: readonly Fault[]): Fault {
  return {
    name,
    apply: (runs, context) =>
      faults[randomInteger(context.random, 0, faults.length - 1)]!.apply(runs, context),
  };
}

/** A fault that leaves alone what was sent twice, so that it cannot pull the two apart. */
export function unlessDoubled(fault: Fault): Fault {
  return {
    name: fault.name,
    apply: (runs, context) => (runs.length > 1 ? runs : fault.apply(runs, context)),
  };
}

/** Several faults, one upon the other. */
export function allOf(name: string, faults: readonly Fault[]): Fault {
  return {
    name,
    apply: (runs, context) => faults.reduce((changed, fault) => fault.apply(changed, context), runs),
  };
}
