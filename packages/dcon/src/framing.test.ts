import { createScanner, RecordKind } from '@bus/codec';
import { UsageError } from '@bus/line';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dconFraming } from './framing.js';
import { frameOf } from './wire/frame-text.js';

const serial = { name: 'serial', characterTime: 1.04 };
const network = { name: 'network', characterTime: 0 };

/** What is found in a stream that comes in chunks: `frame:text`, `damaged`, `noise`. */
function found(checksum: boolean, chunks: readonly Uint8Array[]): string[] {
  const framing = dconFraming({ checksum });
  const scanner = createScanner();
  const records: string[] = [];
  const collect = (count: number) => {
    for (let index = 0; index < 3 * count; index += 3) {
      const offset = scanner.records[index + 1]!;
      const bytes = scanner.window.slice(offset, offset + scanner.records[index + 2]!);
      const kind = scanner.records[index];
      if (kind === RecordKind.FRAME) records.push(`frame:${framing.unwrap(bytes)}`);
      else records.push(kind === RecordKind.DAMAGED ? 'damaged' : 'noise');
    }
  };
  for (const chunk of chunks) {
    scanner.write(chunk);
    collect(framing.scan(scanner, false));
  }
  collect(framing.scan(scanner, true));
  scanner.release();
  return records;
}

const cut = (bytes: Uint8Array, at: readonly number[]): Uint8Array[] => {
  const edges = [0, ...[...new Set(at.map(edge => edge % bytes.length))].sort((a, b) => a - b), bytes.length];
  return edges
    .slice(1)
    .map((edge, index) => bytes.slice(edges[index], edge))
    .filter(({ length }) => length > 0);
};

const texts = fc.array(
  fc.constantFrom('>', '!', '?01', '!02400600', '>060F', '$012', '>+025.12       ', '!017044'),
  {
    minLength: 1,
    maxLength: 12,
  },
);

describe('DCON framing', () => {
  it('finds the same frames however they are cut into chunks', () => {
    fc.assert(
      fc.property(texts, fc.boolean(), fc.array(fc.nat(), { maxLength: 20 }), (said, checksum, edges) => {
        const stream = Uint8Array.from(said.flatMap(text => [...frameOf(text, checksum)]));
        expect(found(checksum, cut(stream, edges))).toEqual(said.map(text => `frame:${text}`));
      }),
    );
  });

  it('with a checksum, an answer with another is damaged and a request is noise', () => {
    const bytes = (text: string) => Uint8Array.from(text, character => character.charCodeAt(0));
    expect(found(true, [bytes('!01400600AD\r')])).toEqual(['damaged']);
    expect(found(true, [bytes('!01400600ac\r')])).toEqual(['damaged']);
    expect(found(true, [bytes('>\r')])).toEqual(['damaged']);
    expect(found(true, [bytes('>3E\r')])).toEqual(['frame:>']);
    expect(found(true, [bytes('$01200\r')])).toEqual(['noise']);
  });

  it('with a checksum, no single flipped bit gives another answer', () => {
    for (const text of ['!02400600', '>060F', '>', '!0100005']) {
      const frame = frameOf(text, true);
      for (let bit = 0; bit < 8 * frame.length; bit += 1) {
        const flipped = frame.slice();
        flipped[bit >> 3]! ^= 1 << (bit & 7);
        const other = found(true, [flipped]).filter(
          record => record.startsWith('frame:') && record !== `frame:${text}`,
        );
        expect(other).toEqual([]);
      }
    }
  });

  it('gives up 256 characters without an end, and finds the next frame', () => {
    const stream = [...new Uint8Array(300).fill(0x41), 0x0d, ...frameOf('>', false)];
    expect(found(false, [Uint8Array.from(stream)]).at(-1)).toBe('frame:>');
  });

  it('half a frame is given up in silence', () => {
    expect(found(false, [frameOf('!014006', false).slice(0, -1)])).toEqual(['noise']);
  });

  it('leaves a gap on serial lines, as long as it was told', () => {
    expect(dconFraming({ checksum: false }).gap(serial)).toBe(2);
    expect(dconFraming({ checksum: false, gap: 5 }).gap(serial)).toBe(5);
    expect(dconFraming({ checksum: false }).gap(network)).toBe(0);
    expect(dconFraming({ checksum: false }).silence(serial)).toBeGreaterThan(16);
    expect(() => dconFraming({ checksum: false, gap: -1 })).toThrow(UsageError);
  });
});
