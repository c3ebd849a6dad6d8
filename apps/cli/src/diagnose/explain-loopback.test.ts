import { describe, expect, it } from 'vitest';
import type { CharacterFormat } from './character-format.js';
import { explainLoopback, loopbackPattern as sent } from './explain-loopback.js';
import { hearAs } from './hear-as.js';

const format: CharacterFormat = { baudRate: 19_200, dataBits: 8, parity: 'none', stopBits: 1 };
const explain = (heard: Uint8Array, pair = false) => explainLoopback({ sent, heard, format, pair });
const heardFrom = (other: Partial<CharacterFormat>, inverted = false) =>
  Uint8Array.from(
    hearAs(sent, { sent: { ...format, ...other }, heard: format, inverted })
      .filter(({ framingError }) => !framingError)
      .map(({ byte }) => byte),
  );

describe('bytes that should come back', () => {
  it('did', () => {
    expect(explain(sent)).toMatchObject({ status: 'ok', sure: 'certain' });
  });

  it.each([
    ['nothing came', new Uint8Array(0), 'certain', /^nothing/],
    ['everything came twice', Uint8Array.of(...sent, ...sent), 'certain', /twice/],
    [
      'flow control swallows bytes',
      sent.filter(byte => byte !== 0x11 && byte !== 0x13),
      'certain',
      /11 and 13/,
    ],
    ['the top bit is lost', sent.map(byte => byte & 0x7f), 'certain', /top bit/],
    ['bytes are missing', sent.filter((_, index) => index % 7 !== 0), 'certain', /are missing/],
    ['A and B are swapped', heardFrom({}, true), 'likely', /inverted/],
    ['the other side is slower', heardFrom({ baudRate: 9600 }), 'likely', /9600 bit/],
    ['the other side is faster', heardFrom({ baudRate: 38_400 }), 'likely', /38400 bit/],
    ['the other side has parity', heardFrom({ parity: 'even' }), 'likely', /even parity/],
    ['nobody knows', Uint8Array.of(7, 7, 7), 'certain', /differ/],
  ])('did not: %s', (_, heard, sure, text) => {
    expect(explain(heard)).toMatchObject({
      status: 'problem',
      sure,
      text: expect.stringMatching(text),
      advice: expect.any(String),
    });
  });

  it('come from another port, or from the same', () => {
    expect(explain(new Uint8Array(0), true).advice).toMatch(/between the ports/);
    expect(explain(new Uint8Array(0)).advice).toMatch(/Join TX and RX/);
  });
});
