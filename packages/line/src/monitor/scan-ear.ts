import type { Framing } from '../framing.js';
import { Receiver } from '../receiver.js';
import type { Ear, Overheard } from './overheard.js';

/** Finds the frames of a framing by its own rules, as an end of the connection does. */
export function scanEar(
  framing: Framing,
  judge: (frame: Uint8Array) => Omit<Overheard, 'offset' | 'bytes' | 'framing'>,
): Ear {
  let position = 0;
  let passed = 0;
  let found: Overheard[] = [];
  const receiver = new Receiver({
    frame(bytes) {
      const copy = bytes.slice();
      found.push({ ...judge(copy), framing, offset: passed, bytes: copy });
      passed += bytes.length;
    },
    noise(bytes) {
      passed += bytes.length;
    },
  });
  const taken = (): Overheard[] => {
    const frames = found;
    found = [];
    return frames;
  };
  return {
    get settled() {
      return position - receiver.unreadLength;
    },
    hear(chunk) {
      position += chunk.length;
      receiver.receive(chunk, framing);
      return taken();
    },
    silent() {
      receiver.silent(framing);
      const frames = taken();
      receiver.clear();
      passed = position;
      return frames;
    },
  };
}
