import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeIdentification } from '../pdu/device-identification.js';
import { IdentificationSource } from './identification-source.js';

const BASIC = { vendorName: 'ACME', productCode: 'X1', revision: 'V2.0' };
const ask = (source: IdentificationSource, readDeviceIdCode: number, objectId = 0) =>
  source.answer({ meiType: 14, readDeviceIdCode, objectId });
const ids = (answer: ReturnType<typeof ask>) => answer.objects.map(({ id }) => id);

describe('device identification', () => {
  const full = new IdentificationSource({
    ...BASIC,
    modelName: 'M',
    objects: { 128: 'private', 255: Uint8Array.of(0, 1) },
  });

  it('gives each category what it is for', () => {
    expect(ids(ask(full, 1))).toEqual([0, 1, 2]);
    expect(ids(ask(full, 2))).toEqual([0, 1, 2, 5]);
    expect(ids(ask(full, 3))).toEqual([0, 1, 2, 5, 0x80, 0xff]);
    expect(ask(full, 1)).toMatchObject({ conformityLevel: 0x83, moreFollows: false, nextObjectId: 0 });
  });

  it('answers a category that the device does not have with what it has', () => {
    const basic = new IdentificationSource({ ...BASIC, individual: false });
    expect(ask(basic, 3)).toMatchObject({ readDeviceIdCode: 3, conformityLevel: 1 });
    expect(ids(ask(basic, 3))).toEqual([0, 1, 2]);
  });

  it('begins a stream anew when the object is unknown, or not of the category', () => {
    expect(ids(ask(full, 2, 4))).toEqual([0, 1, 2, 5]);
    expect(ids(ask(full, 1, 5))).toEqual([0, 1, 2]);
    expect(ids(ask(full, 2, 1))).toEqual([1, 2, 5]);
  });

  it('gives single objects, and refuses those that are not there', () => {
    expect(ids(ask(full, 4, 0xff))).toEqual([0xff]);
    expect(() => ask(full, 4, 6)).toThrow(expect.objectContaining({ exceptionCode: 2 }));
    const streamOnly = new IdentificationSource({ ...BASIC, individual: false });
    expect(() => ask(streamOnly, 4, 0)).toThrow(expect.objectContaining({ exceptionCode: 3 }));
  });

  it('deals any objects out whole, in order, each once, in answers that fit', () => {
    const lengths = fc.array(fc.integer({ min: 0, max: 244 }), { maxLength: 20 });
    fc.assert(
      fc.property(lengths, sizes => {
        const objects = Object.fromEntries(sizes.map((size, index) => [0x80 + index, new Uint8Array(size)]));
        const source = new IdentificationSource({ ...BASIC, objects });
        const seen: [number, number][] = [];
        let next = 0;
        for (;;) {
          const answer = ask(source, 3, next);
          expect(encodeIdentification(answer).length).toBeLessThanOrEqual(253);
          seen.push(...answer.objects.map(({ id, value }): [number, number] => [id, value.length]));
          if (!answer.moreFollows) break;
          expect(answer.nextObjectId).toBeGreaterThan(next);
          next = answer.nextObjectId;
        }
        const all = [
          ...Object.values(BASIC).map((text, id) => [id, text.length]),
          ...sizes.map((size, index) => [0x80 + index, size]),
        ];
        expect(seen).toEqual(all);
      }),
    );
  });

  it('refuses objects that no answer has room for, reserved ids, and text that is not Latin-1', () => {
    expect(() => new IdentificationSource({ ...BASIC, vendorName: 'x'.repeat(245) })).toThrow(/245 bytes/);
    expect(() => new IdentificationSource({ ...BASIC, objects: { 7: 'x' } })).toThrow(/128 to 255/);
    expect(() => new IdentificationSource({ ...BASIC, vendorName: '→' })).toThrow(/Latin-1/);
  });
});
