import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createScanner } from './create-scanner.js';
import { createScanner as createJsScanner } from './js/scanner.js';
import { type Heard, listen } from './listen.fixture.js';
import { hasGoodChecksum, rules, spec } from './modbus-like.fixture.js';
import { compileRules } from './rules.js';
import { type Expectation, RecordKind } from './scanner.js';
import { cuts, expectations, line } from './streams.fixture.js';
import { WasmScanner } from './wasm/scanner.js';

const wasm = createScanner();
const js = createJsScanner();
wasm.clear();

function hearBoth(
  bytes: Uint8Array,
  expected: readonly Expectation[],
  sizes: readonly number[],
  silent: boolean,
) {
  wasm.clear();
  js.clear();
  const options = { expected, cuts: sizes, silent };
  return [listen(wasm, rules, bytes, options).records, listen(js, rules, bytes, options).records] as const;
}

describe('the scanner in WebAssembly', () => {
  it('is the one that createScanner gives where WebAssembly is allowed', () => {
    expect(wasm).toBeInstanceOf(WasmScanner);
  });

  it('gives the records of its twin on lines with frames, damage, noise and misleading bytes', () => {
    fc.assert(
      fc.property(line, cuts, fc.boolean(), ({ bytes, expected }, sizes, silent) => {
        const [a, b] = hearBoth(bytes, expected, sizes, silent);
        expect(a).toEqual(b);
      }),
      { numRuns: 600 },
    );
  });

  it('gives the records of its twin on noise', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3000 }), expectations, cuts, (bytes, expected, sizes) => {
        const [a, b] = hearBoth(bytes, expected, sizes, true);
        expect(a).toEqual(b);
      }),
      { numRuns: 100 },
    );
  });

  it('gives the records of its twin when questions and rules change on the way', () => {
    const otherRules = compileRules({ ...spec, addressMax: 255, lengthMax: 32, requests: new Map() });
    fc.assert(
      fc.property(fc.array(fc.tuple(line, fc.boolean()), { maxLength: 6 }), parts => {
        const all: [Heard[], Heard[]] = [[], []];
        [wasm, js].forEach((scanner, i) => {
          scanner.clear();
          for (const [{ bytes, expected }, other] of parts) {
            all[i]!.push(
              ...listen(scanner, other ? otherRules : rules, bytes, { expected, silent: false }).records,
            );
          }
        });
        expect(all[0]).toEqual(all[1]);
      }),
      { numRuns: 100 },
    );
  });
});

describe('the records of a scan', () => {
  it('cover the stream without gap or overlap, and frames have the length and checksum that was asked for', () => {
    fc.assert(
      fc.property(line, cuts, ({ bytes, expected }, sizes) => {
        const [records] = hearBoth(bytes, expected, sizes, true);
        let at = 0;
        for (const record of records) {
          expect(record.at).toBe(at);
          at += record.bytes.length;
          if (record.kind !== RecordKind.FRAME) continue;
          expect(hasGoodChecksum(Uint8Array.from(record.bytes))).toBe(true);
        }
        expect(at).toBe(bytes.length);
      }),
    );
  });
});
