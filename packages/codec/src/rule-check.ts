import type { FrameRulesSpec, LengthRule } from './scanner.js';

export function check(ok: boolean, message: string): void {
  if (!ok) throw new RangeError(message);
}

export function within(value: number, low: number, high: number): boolean {
  return Number.isInteger(value) && value >= low && value <= high;
}

/**
 * Refuses one length rule that no scanner could follow. `name` says in the message which rule it is; `whenAt`, where the
 * byte stands that chose it.
 */
function checkRule(rule: LengthRule, name: string, lengthMax: number, whenAt = rule.when?.at): void {
  checkCondition(rule, name, lengthMax);
  if (rule.open && rule.fixed === 0) {
    const counted = rule.countAt !== undefined || rule.walk !== undefined;
    check(!counted, `${name}: fixed is 0, so there must be no countAt and no walk`);
    return;
  }
  check(within(rule.fixed, 4, lengthMax), `${name}: fixed is ${rule.fixed}, must be 4..${lengthMax}`);
  if (whenAt !== undefined) checkWhenAt(whenAt, rule.fixed, name);
  checkWalk(rule, name);
  checkCount(rule, name);
}

/** A byte behind the frame would let the other candidates of the anchor be decided before this one: by the chunks. */
function checkWhenAt(at: number, fixed: number, name: string): void {
  check(at <= fixed - 3, `${name}: when.at is ${at}, must be 2..${fixed - 3} when fixed is ${fixed}`);
}

function checkCondition({ when }: LengthRule, name: string, lengthMax: number): void {
  if (!when) return;
  const { at, equals, otherwise } = when;
  check(within(at, 2, lengthMax - 3), `${name}: when.at is ${at}, must be 2..${lengthMax - 3}`);
  check(within(equals, 0, 255), `${name}: when.equals is ${equals}, must be a byte 0..255`);
  check(otherwise.when === undefined, `${name}: when.otherwise has a when, must have none`);
  checkRule(otherwise, `${name}, otherwise`, lengthMax, at);
}

function checkWalk({ fixed, walk, countAt: count }: LengthRule, name: string): void {
  if (!walk) return;
  const { countAt, from, head, lengthAt } = walk;
  check(count === undefined, `${name}: there must be only one of countAt and walk`);
  // Behind the address and the key; the items stand behind their number and in front of the checksum.
  check(
    within(from, 3, fixed - 2),
    `${name}: walk.from is ${from}, must be 3..${fixed - 2} when fixed is ${fixed}`,
  );
  check(within(countAt, 2, from - 1), `${name}: walk.countAt is ${countAt}, must be 2..${from - 1}`);
  check(within(head, 1, 255), `${name}: walk.head is ${head}, must be 1..255`);
  check(within(lengthAt, 0, head - 1), `${name}: walk.lengthAt is ${lengthAt}, must be 0..${head - 1}`);
}

function checkCount(rule: LengthRule, name: string): void {
  const { countAt, countBytes = 1, countMin = 0, countMax = 65535, countStep = 1 } = rule;
  if (countAt === undefined) return;
  check(countBytes === 1 || countBytes === 2, `${name}: countBytes is ${countBytes}, must be 1 or 2`);
  // Behind the address and the key, in front of the two bytes of checksum.
  const last = rule.fixed - 2 - countBytes;
  check(
    within(countAt, 2, last),
    `${name}: countAt is ${countAt}, must be 2..${last} when fixed is ${rule.fixed}`,
  );
  check(within(countMax, 0, 65535), `${name}: countMax is ${countMax}, must be 0..65535`);
  check(within(countMin, 0, countMax), `${name}: countMin is ${countMin}, must be 0..${countMax} (countMax)`);
  check(within(countStep, 1, 65535), `${name}: countStep is ${countStep}, must be 1..65535`);
}

/**
 * Refuses a specification that no scanner could follow.
 *
 * @throws {RangeError} and says which number is wrong, and what it may be.
 */
export function checkSpec(spec: FrameRulesSpec): void {
  check(within(spec.addressMax, 0, 255), `addressMax is ${spec.addressMax}, must be 0..255`);
  check(within(spec.lengthMax, 4, 256), `lengthMax is ${spec.lengthMax}, must be 4..256`);
  if (spec.others) checkRule(spec.others, 'others', spec.lengthMax);
  for (const side of ['requests', 'responses'] as const) {
    for (const [key, rule] of spec[side]) {
      check(within(key, 0, 255), `${side}: key is ${key}, must be a byte 0..255`);
      checkRule(rule, `${side}, key ${key}`, spec.lengthMax);
    }
  }
}
