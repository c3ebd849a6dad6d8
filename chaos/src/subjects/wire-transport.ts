import type { Transport } from '@bus/line';
import type { WireEnd } from '../subject.js';

/** A wire as the transport of our lines; a connection says of itself what one over TCP does. */
export function wireTransport(wire: WireEnd): Transport {
  const { framing, characterTime } = wire;
  const silentLoss = framing === 'tcp' || framing === 'rtu-over-tcp';
  return {
    medium: { name: `chaos:${framing}`, characterTime, silentLoss },
    open: sink =>
      wire.open(
        chunk => sink.data(chunk),
        error => sink.closed(error),
      ),
    write: bytes => wire.write(bytes),
    close: () => wire.close(),
  };
}
