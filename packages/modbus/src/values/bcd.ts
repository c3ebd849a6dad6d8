import type { ElementCodec } from './element-codec.js';
import { isScaled, toWords, unsignedValue } from './integer.js';
import { numericInput } from './numeric-input.js';
import { RegisterContentError } from './register-content-error.js';
import { scalingOf } from './scaling.js';
import type { ValueSpec } from './value-spec.js';
import type { TypeTraits } from './value-types.js';
import { toRawValue } from './whole-number.js';

/** Four decimal digits in each register, four bits each: 1234 is 0x1234. */
export function bcdCodec(spec: ValueSpec, { registers }: TypeTraits): ElementCodec {
  const scaling = scalingOf(spec);
  const format = {
    name: `${spec.type}${scaling === undefined ? '' : ' with this scaling'}`,
    min: 0n,
    max: 10n ** BigInt(4 * registers) - 1n,
    scaling,
    exact: spec.exact ?? !isScaled(spec),
  };
  return {
    registers,
    decode(words) {
      const digits = unsignedValue(words)
        .toString(16)
        .padStart(4 * registers, '0');
      if (/[a-f]/.test(digits))
        throw new RegisterContentError(`${digits.toUpperCase()} is not BCD: a digit is above 9`);
      const raw = registers <= 3 ? Number(digits) : BigInt(digits);
      return scaling === undefined ? raw : scaling.toValue(raw);
    },
    encode: value => toWords(BigInt(`0x${toRawValue(numericInput(value), format)}`), registers),
  };
}
