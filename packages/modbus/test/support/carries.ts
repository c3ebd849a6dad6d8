import type { AnyPduCodec } from '../../src/index.js';
import { type FramingName, frameOf } from './framings.js';

/** True when `frame` stands in `stream` somewhere, without a gap. */
function contains(stream: Uint8Array, frame: Uint8Array): boolean {
  for (let at = 0; at + frame.length <= stream.length; at += 1) {
    if (frame.every((byte, index) => stream[at + index] === byte)) return true;
  }
  return false;
}

/** True when the bytes that came hold a sound frame of `unit` that says just this value, as transaction `id`. */
export function carries(
  framing: FramingName,
  stream: Uint8Array,
  { codec, unit, id }: { codec: AnyPduCodec; unit: number; id: number },
  value: unknown,
): boolean {
  return contains(stream, frameOf(framing, unit, codec.encodeResponse(value), id));
}
