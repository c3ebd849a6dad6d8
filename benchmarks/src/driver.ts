/** Does one operation `times` times, beginning with input number `from`; returns a number made of all the results. */
export type Driver = (times: number, from: number) => number;

/**
 * Compiles the loop around one case.
 *
 * Every driver has a source text of its own. Closures made by one function, and functions compiled from equal texts,
 * share what V8 learns at their call sites: each call would then look as if it had many targets, and cost twice as much.
 *
 * @param name unlike that of any other driver; it becomes part of the text.
 * @param scope what `body` may name, besides `i` (the number of the input) and `sink` (to be changed by each result).
 */
export function compileDriver(name: string, scope: Readonly<Record<string, unknown>>, body: string): Driver {
  if (names.has(name)) throw new Error(`there are two drivers called ${name}`);
  names.add(name);
  const text = `"use strict";
    return function ${name.replace(/\W/g, '_')}_${names.size}(times, from) {
      let sink = 0;
      for (let i = from, end = from + times; i < end; i++) { ${body} }
      return sink;
    };`;
  return new Function(...Object.keys(scope), text)(...Object.values(scope)) as Driver;
}

const names = new Set<string>();

/**
 * Runs each of `count` inputs through all drivers, and throws when their results differ.
 *
 * It also comes before any measurement so that V8 has seen every path of the functions under test: one that has only
 * ever taken its JavaScript path would be compiled without the other, and look faster than it is in a program.
 */
export function checkAgreement(what: string, drivers: readonly Driver[], count: number): void {
  for (let input = 0; input < count; input++) {
    const answers = new Set(drivers.map(run => run(1, input)));
    if (answers.size > 1) throw new Error(`${what}: ${[...answers].join(' or ')}`);
  }
}
