import { crc16 } from '@bus/codec';
import { type CandidateFinder, createCandidateFinder, createJsCandidateFinder } from '@bus/codec/capture';
import { rtuFraming } from '@bus/modbus';
import { type CaptureFrame, captureRtu, scanCapture } from '@bus/modbus/capture';
import { Cursor, pieces } from '../cursor.js';
import { must, same } from '../oracle.js';
import { ANSWERS, REQUESTS } from '../pdus.js';
import type { Target } from '../target.js';
import { framed, stretches } from '../wire-text.js';

/** `end, length` of every candidate, the ends as positions in the stream. */
function candidates(finder: CandidateFinder, chunks: Iterable<Uint8Array>): string {
  finder.clear();
  const found: string[] = [];
  let position = 0;
  for (const chunk of chunks) {
    for (let at = 0; at < chunk.length; ) {
      const taken = finder.write(chunk, at);
      must(taken > 0, 'the finder takes nothing');
      for (let index = 0; index < finder.count; index += 1)
        found.push(`${position + finder.records[2 * index]!}:${finder.records[2 * index + 1]}`);
      at += taken;
      position += taken;
    }
  }
  return found.join(' ');
}

/** Every stretch whose last two bytes are the CRC of those before: tried one by one. */
function naively(bytes: Uint8Array): string {
  const found: string[] = [];
  for (let end = 4; end <= bytes.length; end += 1)
    for (let length = 4; length <= Math.min(256, end); length += 1)
      if (crc16(bytes, end - length, end) === 0) found.push(`${end}:${length}`);
  return found.join(' ');
}

const wasm = createCandidateFinder();
const js = createJsCandidateFinder();

export const target: Target = {
  name: 'capture',
  promise:
    'the capture scanner finds every sound stretch and no other, and the same frames in any chunks and by either finder',
  longest: 500,
  words: [
    [1, 3],
    [0, 0, 0, 0, 0, 0],
    [0xff, 0xff],
  ],
  seeds: REQUESTS.map((pdu, index) => [index, ...framed(pdu, ANSWERS[index % 20]!), 0, 3, 7, 7, 7]),
  run(input) {
    const cursor = new Cursor(input);
    const cut = cursor.byte();
    const stream: number[] = [];
    for (const { bytes } of stretches(cursor.rest(), rtuFraming)) stream.push(...bytes);
    const bytes = Uint8Array.from(stream.slice(0, 600));
    const all = candidates(js, [bytes]);
    same(candidates(wasm, [bytes]), all, 'WebAssembly and JavaScript differ');
    same(candidates(js, pieces(bytes, cut)), all, 'the chunks make a difference');
    // Where very many end at one byte, only the shortest are kept: see the finder.
    if (bytes.length <= 150) same(naively(bytes), all, 'one by one others are found');
    const whole = scanCapture(bytes);
    const capture = captureRtu(createJsCandidateFinder());
    const parts: CaptureFrame[] = [];
    for (const piece of pieces(bytes, cut)) parts.push(...capture.write(piece));
    same([...parts, ...capture.end()], whole, 'the chunks make a difference to the frames');
    let end = 0;
    for (const frame of whole) {
      must(frame.offset >= end && crc16(frame.bytes) === 0, 'frames overlap, or are not sound');
      end = frame.offset + frame.length;
    }
    must(end <= bytes.length, 'a frame ends behind the stream');
  },
};
