import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BurstSpec, compileBurst } from './burst.js';
import { createScanner } from './create-scanner.js';
import { createScanner as createJsScanner } from './js/scanner.js';
import { LARGEST_FRAME, RecordKind } from './scanner.js';

const plain: BurstSpec = { lengthMin: 1, lengthMax: 8, checksum: 'none' };
const paired: BurstSpec = { lengthMin: 2, lengthMax: 8, checksum: 'complement' };
const burst = fc.uint8Array({ minLength: 1, maxLength: 12 });
const cut = fc.integer({ min: 1, max: 12 });

/** `[kind, bytes]` of what each burst comes to, with pieces of noise in a row joined. */
function listen(spec: BurstSpec, bursts: readonly Uint8Array[], size = 4096, make = createScanner) {
  const scanner = make();
  const rules = compileBurst(spec);
  const found: [number, number[]][] = [];
  const scan = (silent: boolean) => {
    const count = scanner.scan(rules, silent);
    for (let i = 0; i < count; i++) {
      const [kind, offset, length] = scanner.records.subarray(3 * i, 3 * i + 3);
      const bytes = [...scanner.window.subarray(offset!, offset! + length!)];
      const last = found.at(-1);
      if (kind === RecordKind.NOISE && last?.[0] === RecordKind.NOISE) last[1].push(...bytes);
      else found.push([kind!, bytes]);
    }
  };
  for (const bytes of bursts) {
    for (let at = 0; at < bytes.length; at += size) {
      scanner.write(bytes.subarray(at, at + size));
      scan(false);
    }
    scan(true);
  }
  scanner.release();
  return found;
}

const of = (...bytes: number[]) => Uint8Array.from(bytes);

describe('a search for bursts', () => {
  it('takes all that comes between two silences for one frame, however it was cut', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ minLength: 1, maxLength: 8 })), cut, (bursts, size) => {
        const frames = bursts.map(bytes => [RecordKind.FRAME, [...bytes]]);
        expect(listen(plain, bursts, size)).toEqual(frames);
      }),
    );
  });

  it('gives every byte one meaning, in order', () => {
    fc.assert(
      fc.property(fc.array(burst), cut, fc.constantFrom(plain, paired), (bursts, size, spec) => {
        const bytes = listen(spec, bursts, size).flatMap(([, piece]) => piece);
        expect(bytes).toEqual(bursts.flatMap(piece => [...piece]));
      }),
    );
  });

  it('finds the same in WebAssembly’s window as in its own', () => {
    fc.assert(
      fc.property(fc.array(burst), cut, cut, (bursts, size, otherSize) => {
        const own = listen(paired, bursts, size, createJsScanner);
        expect(listen(paired, bursts, otherSize)).toEqual(own);
      }),
    );
  });

  it('says nothing before the silence', () => {
    const scanner = createScanner();
    scanner.write(of(1));
    expect(scanner.scan(compileBurst(plain), false)).toBe(0);
    expect(scanner.end - scanner.start).toBe(1);
    scanner.release();
  });

  it('takes what is too short for noise', () => {
    expect(listen(paired, [of(1)])).toEqual([[RecordKind.NOISE, [1]]]);
  });

  it('takes what is too long for noise to its end, and reads on after the silence', () => {
    const long = Uint8Array.from({ length: 9 }, (_, index) => index);
    for (const size of [1, 2, 8, 9]) {
      expect(listen(plain, [long, of(7)], size)).toEqual([
        [RecordKind.NOISE, [...long]],
        [RecordKind.FRAME, [7]],
      ]);
    }
  });

  it('keeps its window free when the noise never ends', () => {
    const endless = new Uint8Array(10_000).fill(0x55);
    expect(listen(plain, [endless, of(7)], 1000).at(-1)).toEqual([RecordKind.FRAME, [7]]);
  });

  it('calls a burst damaged whose bytes are not followed by their complements', () => {
    expect(listen(paired, [of(1, 0xfe), of(1, 0xfd), of(1, 0xfe, 2), of(1, 0xfe, 2, 0xfd)])).toEqual([
      [RecordKind.FRAME, [1, 0xfe]],
      [RecordKind.DAMAGED, [1, 0xfd]],
      [RecordKind.DAMAGED, [1, 0xfe, 2]],
      [RecordKind.FRAME, [1, 0xfe, 2, 0xfd]],
    ]);
  });

  it.each([
    ['in WebAssembly', createScanner],
    ['in JavaScript', createJsScanner],
  ])('leaves room for the next byte behind the longest burst, also beside a landing, %s', (_name, make) => {
    const scanner = make();
    const rules = compileBurst({ ...plain, lengthMax: LARGEST_FRAME });
    scanner.landing();
    expect(scanner.write(new Uint8Array(LARGEST_FRAME))).toBe(LARGEST_FRAME);
    scanner.scan(rules, false);
    expect(scanner.write(of(7))).toBe(1);
    expect(scanner.scan(rules, true)).toBe(1);
    expect(scanner.records[0]).toBe(RecordKind.NOISE);
    scanner.release();
  });

  it('forgets a burst that is cleared away', () => {
    const scanner = createScanner();
    const rules = compileBurst(plain);
    scanner.write(new Uint8Array(9));
    scanner.scan(rules, false);
    scanner.clear();
    scanner.write(of(7));
    expect(scanner.scan(rules, true)).toBe(1);
    expect([...scanner.records.subarray(0, 3)]).toEqual([RecordKind.FRAME, scanner.end - 1, 1]);
    scanner.release();
  });
});

describe('the description of bursts', () => {
  it('is refused with the name of what is out of range', () => {
    expect(() => compileBurst({ ...plain, lengthMin: 0 })).toThrow(
      'lengthMin is 0, must be 1..8 (lengthMax)',
    );
    expect(() => compileBurst({ ...plain, lengthMin: 9 })).toThrow('lengthMin is 9');
    expect(() => compileBurst({ ...plain, lengthMax: 2049 })).toThrow('lengthMax is 2049, must be 1..2048');
    expect(() => compileBurst({ ...plain, checksum: 'crc' as 'none' })).toThrow("checksum is 'crc'");
  });
});
