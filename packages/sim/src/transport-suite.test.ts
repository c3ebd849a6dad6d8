import { type TransportSubject, transportSuite } from '@bus/line/testing';
import { describe, expect, it } from 'vitest';
import { joinBytes, type ScheduledBytes } from './scheduled-bytes.js';
import { VirtualLine, type VirtualLineOptions } from './virtual-line.js';

function subject(name: string, options: VirtualLineOptions): TransportSubject {
  return {
    name,
    async make() {
      const line = new VirtualLine(options);
      const far = line.transport();
      const received: ScheduledBytes[] = [];
      const openFar = () =>
        far.open({ data: bytes => received.push({ at: 0, bytes }), closed: () => undefined });
      await openFar();
      return {
        transport: line.transport(),
        peer: {
          write: bytes => far.write(bytes),
          received: () => joinBytes(received),
          hangUp: () => line.cut(),
          restore: () => {
            line.restore();
            return openFar();
          },
        },
        dispose: () => far.close(),
      };
    },
  };
}

transportSuite(subject('an end of a virtual line', {}), { describe, it, expect });
transportSuite(
  {
    ...subject('an end of a virtual line with a baud rate', { baudRate: 1_000_000 }),
    inapplicable: {
      'receives while a write is under way': 'on a half-duplex line two senders at once spoil both',
      'brings many bytes to the place that it is offered while a write is under way':
        'on a half-duplex line two senders at once spoil both',
    },
  },
  { describe, it, expect },
);
