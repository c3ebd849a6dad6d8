import { transportSuite } from '@bus/line/testing';
import { describe, expect, it } from 'vitest';
import { joinBytes } from './scheduled-bytes.js';
import { VirtualLine } from './virtual-line.js';

transportSuite(
  {
    name: 'an end of a virtual line',
    async make() {
      const line = new VirtualLine();
      const far = line.transport();
      const received: { at: number; bytes: Uint8Array }[] = [];
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
  },
  { describe, it, expect },
);
