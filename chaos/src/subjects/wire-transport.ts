import type { Transport } from '@bus/line';
import type { WireEnd } from '../subject.js';

/** A wire as the transport of our lines. */
export function wireTransport(wire: WireEnd): Transport {
  const { framing, characterTime } = wire;
  return {
    medium: { name: `chaos:${framing}`, characterTime },
    open: sink =>
      wire.open(
        chunk => sink.data(chunk),
        error => sink.closed(error),
      ),
    write: bytes => wire.write(bytes),
    close: () => wire.close(),
  };
}
