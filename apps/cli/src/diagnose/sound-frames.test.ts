import { describe, expect, it } from 'vitest';
import { soundFrames } from './sound-frames.js';

const hex = (text: string) => Uint8Array.from(text.split(' '), byte => Number.parseInt(byte, 16));
const text = (content: string) => new TextEncoder().encode(content);
const request = hex('01 03 01 21 00 01 D5 FC');
const reply = hex('01 03 02 03 04 B9 77');

describe('sound frames in what was overheard', () => {
  it('are found between noise', async () => {
    const heard = Uint8Array.of(0, 0xff, ...request, ...reply, 0x55);
    expect(await soundFrames(heard)).toEqual({
      framing: 'rtu',
      frames: [request, reply],
      bytes: 15,
      certain: true,
    });
  });

  it('are not certain when there is only one', async () => {
    expect(await soundFrames(request)).toMatchObject({ framing: 'rtu', certain: false });
  });

  it('are told apart by protocol', async () => {
    expect(await soundFrames(text(':010300000001FB\r\n:010300000001FB\r\n'))).toMatchObject({
      framing: 'ascii',
    });
    expect(await soundFrames(text('$022\r!02400600\r'))).toMatchObject({ framing: 'dcon', certain: false });
    expect(await soundFrames(text('$012B7\r$012B7\r'))).toMatchObject({ framing: 'dcon+checksum' });
  });

  it('are none in noise', async () => {
    const noise = Uint8Array.from({ length: 200 }, (_, index) => (index * 97 + 13) & 0xff);
    expect(await soundFrames(noise)).toBeUndefined();
    expect(await soundFrames(new Uint8Array(0))).toBeUndefined();
  });
});
