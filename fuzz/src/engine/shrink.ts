/** Attempts at most, so that a slow input does not hold up the rest. */
const ATTEMPTS = 400;

/**
 * The shortest input that still fails, as far as leaving parts out finds it.
 *
 * @param fails tells whether an input does what the first one did.
 */
export async function shrink(
  input: Uint8Array,
  fails: (input: Uint8Array) => Promise<boolean>,
): Promise<Uint8Array> {
  let best = input;
  let left = ATTEMPTS;
  for (let size = best.length >> 1; size >= 1 && left > 0; size >>= 1) {
    for (let at = 0; at < best.length && left > 0; left -= 1) {
      const smaller = Uint8Array.from([...best.subarray(0, at), ...best.subarray(at + size)]);
      if (await fails(smaller)) best = smaller;
      else at += size;
    }
  }
  return best;
}
