import { Monitor } from '@bus/line/monitor';
import { describe, expect, it } from 'vitest';
import { asciiFraming } from '../framing/ascii.js';
import { asciiEar } from './ascii-ear.js';

const frame = (unit: number, ...pdu: number[]) => asciiFraming().wrap(unit, Uint8Array.from(pdu));

describe('an ear for Modbus ASCII', () => {
  it('knows that what is for everybody is a request, and only supposes it of what may be an answer, too', () => {
    const monitor = new Monitor({ ears: [asciiEar()] });
    const told = [frame(5, 6, 0, 1, 0, 2), frame(0, 6, 0, 1, 0, 2), frame(0, 6, 0, 1, 0, 2)].flatMap(bytes =>
      monitor.hear(bytes),
    );
    expect(told).toMatchObject([
      { kind: 'request', frame: { unit: 5 }, assumed: true },
      { kind: 'unanswered' },
      { kind: 'request', frame: { unit: 0 }, assumed: false },
      { kind: 'request', frame: { unit: 0 }, assumed: false },
    ]);
  });
});
