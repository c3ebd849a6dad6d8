import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createScanner } from './create-scanner.js';
import { compileDelimited, type DelimitedRules, type DelimitedSpec } from './delimited.js';
import { DelimitedSearch } from './delimited-search.js';
import { createScanner as createJsScanner } from './js/scanner.js';
import { listen } from './listen.fixture.js';
import { frame, spec as rtuLike } from './modbus-like.fixture.js';
import { compileRules } from './rules.js';
import { RecordKind, type Scanner } from './scanner.js';
import { setSearch } from './search.js';
import { cuts } from './streams.fixture.js';
import { encode, lrcFrame, specs, sumFrame, textExpectations, textStream } from './text-streams.fixture.js';
import { TextSearch } from './wasm/text-search.js';

const wasm = createScanner();
const js = createJsScanner();

const ascii: DelimitedSpec = {
  starts: [0x3a],
  end: Uint8Array.of(13, 10),
  lengthMax: 513,
  checksum: 'lrc-hex',
  digits: 'hex',
};
const summed: DelimitedSpec = {
  starts: [],
  end: Uint8Array.of(13),
  lengthMax: 256,
  checksum: 'sum8-hex',
  digits: 'any',
};

/** The search as it is defined: every character is looked at. */
class ByCharacter extends DelimitedSearch {
  protected override toEvent(): boolean {
    return true;
  }
}

function byCharacter(spec: DelimitedSpec): DelimitedRules {
  const rules = Object.freeze({ spec });
  const search = new ByCharacter(spec);
  setSearch(rules, (space, silent) => search.run(space, silent));
  return rules;
}

type Options = Parameters<typeof listen>[3];

function hear(
  scanner: Scanner,
  spec: DelimitedSpec,
  bytes: Uint8Array,
  options: Options,
  compile = compileDelimited,
) {
  scanner.clear();
  const { records } = listen(scanner, compile(spec), bytes, options);
  return { records, start: scanner.end - scanner.start };
}

describe('the search for text in WebAssembly', () => {
  it('serves the descriptions of both framings', () => {
    expect(TextSearch.for(ascii)).toBeDefined();
    expect(TextSearch.for(summed)).toBeDefined();
    expect(TextSearch.for({ ...ascii, starts: [0x3a, 0x3e, 0x21] })).toBeUndefined();
  });

  it('gives the records of the definition for every description, stream and cut, as its twin does', () => {
    const chunks = fc.oneof(cuts, fc.constant([1]), fc.constant([4096]), fc.constant([700]));
    fc.assert(
      fc.property(
        specs,
        textStream,
        chunks,
        textExpectations,
        fc.boolean(),
        (spec, bytes, sizes, expected, silent) => {
          const options = { cuts: sizes, expected, silent };
          const defined = hear(js, spec, bytes, options, byCharacter);
          expect(hear(js, spec, bytes, options)).toEqual(defined);
          expect(hear(wasm, spec, bytes, options)).toEqual(defined);
        },
      ),
      { numRuns: 3000 },
    );
  });

  it.each([
    ['colon, digits and LRC', ascii],
    ['characters and sum', summed],
  ])('gives the records of its twin on long streams of frames of %s', (_what, spec) => {
    fc.assert(
      fc.property(fc.array(textStream, { minLength: 4, maxLength: 8 }), cuts, (streams, sizes) => {
        const bytes = encode(streams.map(stream => String.fromCharCode(...stream)).join(''));
        const options = { cuts: [4096] };
        const whole = hear(js, spec, bytes, options);
        expect(hear(wasm, spec, bytes, options)).toEqual(whole);
        const frames = whole.records.filter(({ kind }) => kind === RecordKind.FRAME);
        const pieces = hear(wasm, spec, bytes, { cuts: sizes }).records;
        expect(pieces.filter(({ kind }) => kind === RecordKind.FRAME).map(({ at }) => at)).toEqual(
          frames.map(({ at }) => at),
        );
      }),
      { numRuns: 100 },
    );
  });

  it('gives the records of its twin when descriptions and questions change on the way', () => {
    const change = fc.tuple(specs, textStream, textExpectations);
    fc.assert(
      fc.property(fc.array(change, { maxLength: 5 }), cuts, (changes, sizes) => {
        const both = [wasm, js].map(scanner => {
          scanner.clear();
          return changes.map(([spec, bytes, expected]) => {
            const options = { cuts: sizes, expected, silent: false };
            return listen(scanner, compileDelimited(spec), bytes, options).records;
          });
        });
        expect(both[0]).toEqual(both[1]);
      }),
      { numRuns: 300 },
    );
  });

  it('adds up frames of every length at every alignment as the definitions do', () => {
    const framesIn = (spec: DelimitedSpec, text: string) =>
      hear(wasm, spec, encode(text), { silent: false })
        .records.filter(({ kind }) => kind === RecordKind.FRAME)
        .map(({ bytes }) => String.fromCharCode(...bytes));
    for (let length = 1; length <= 252; length++) {
      const body = Array.from({ length }, (_, i) => (i * 89 + length * 41 + 7) & 0xff);
      const characters = body.map(byte => String.fromCharCode(byte === 13 ? 14 : byte)).join('');
      for (const [spec, before, text] of [
        [ascii, 'x'.repeat(length % 17), lrcFrame(0x9c, ...body)],
        [summed, `${'x'.repeat(length % 17)}\r`, sumFrame(characters)],
      ] as const) {
        expect(framesIn(spec, before + text), `${length}`).toEqual([text]);
        const at = 1 + ((length * 7) % (text.length - 3));
        const wrong = text.slice(0, at) + (text[at] === '0' ? '1' : '0') + text.slice(at + 1);
        expect(framesIn(spec, before + wrong), `${length}, wrong at ${at}`).toEqual([]);
      }
    }
  });

  it.each([
    ['whole, with its delimiter', '', RecordKind.DAMAGED],
    ['longer, though the rest of it once stood there', '0', RecordKind.NOISE],
  ])('compares a damaged answer with a head that is %s', (_what, rest, kind) => {
    for (const [spec, text] of [
      [ascii, ':0\r\n'],
      [summed, '!0\r'],
    ] as const) {
      const expected = [{ head: encode(text + rest), length: 0 }];
      for (const scanner of [wasm, js]) {
        for (const sizes of [[9], [1]]) {
          scanner.clear();
          scanner.write(encode(text + rest));
          const { records } = hear(scanner, spec, encode(text), { expected, cuts: sizes });
          expect(records).toMatchObject([{ kind }]);
        }
      }
    }
  });

  it('leaves a boundary behind a frame, where one of another framing may begin', () => {
    const rules = compileRules({ ...rtuLike, others: { fixed: 0, open: true } });
    const lines = compileDelimited(summed);
    const open = frame(1, 0x41, 7, 8);
    const bytes = Uint8Array.from([...encode(`x\r${sumFrame('>+07.231')}`), ...open]);
    for (const [scanner, cut] of [
      [wasm, 0],
      [wasm, 5],
      [js, 0],
    ] as const) {
      scanner.clear();
      scanner.expect([]);
      scanner.write(bytes.slice(0, cut));
      const before = scanner.scan(lines, false);
      scanner.write(bytes.slice(cut));
      expect(before + scanner.scan(lines, false)).toBe(2);
      expect(scanner.scan(rules, true)).toBe(1);
      expect([...scanner.records.subarray(0, 3)]).toEqual([
        RecordKind.FRAME,
        scanner.end - open.length,
        open.length,
      ]);
    }
  });

  it('finds a frame at every place of the window, up to its last byte', () => {
    const frame = lrcFrame(1, 3, 4, 0xab, 0xcd, 0xef, 1);
    const answer = sumFrame('>+07.231');
    for (let before = 0; before < 40; before++) {
      for (const [spec, text] of [
        [ascii, `${'x'.repeat(before)}${frame}`],
        [summed, `${'x'.repeat(before)}\r${answer}`],
      ] as const) {
        const bytes = encode(text.padStart(4096, '\r'));
        const { records } = hear(wasm, spec, bytes, {});
        const found = records.filter(({ kind }) => kind === RecordKind.FRAME);
        expect(found, `${before} before`).toHaveLength(1);
        expect(found[0]!.at + found[0]!.bytes.length).toBe(4096);
        expect(hear(js, spec, bytes, {}).records).toEqual(records);
      }
    }
  });

  it('is not misled by what stands in the window behind the last byte', () => {
    const frame = lrcFrame(1, 3, 4, 0xab, 0xcd, 0xef, 1);
    wasm.clear();
    wasm.expect([]);
    const rules = compileDelimited(ascii);
    wasm.write(encode(frame));
    expect(wasm.scan(rules, false)).toBe(1);
    for (let length = 1; length < frame.length; length++) {
      wasm.clear();
      // The whole frame still stands there; only a part of it was received.
      wasm.commit(length);
      expect(wasm.scan(rules, false), `${length} characters`).toBe(0);
      wasm.commit(frame.length - length);
      expect(wasm.scan(rules, false)).toBe(1);
    }
  });
});
