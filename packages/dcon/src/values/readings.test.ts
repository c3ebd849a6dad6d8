import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeReading, type Measured } from './encode-reading.js';
import { decodeReadings } from './readings.js';
import { signalTypes } from './type-codes.js';

const types = [...signalTypes.values()].filter(({ fullScale }) => fullScale !== undefined);
const anyType = fc.constantFrom(...types);
const measured = (from: number, to: number): fc.Arbitrary<Measured> =>
  fc.oneof(
    fc.double({ min: from, max: to, noNaN: true, noDefaultInfinity: true }),
    fc.constantFrom('over', 'under', 'disabled'),
  );
const channels = anyType.chain(type =>
  fc.record({
    type: fc.constant(type),
    values: fc.array(measured(type.from ?? -type.fullScale!, type.fullScale!), {
      minLength: 1,
      maxLength: 20,
    }),
  }),
);

describe('readings', () => {
  it('in engineering units come back with the precision that seven characters have', () => {
    fc.assert(
      fc.property(channels, ({ type, values }) => {
        const text = values.map(value => encodeReading(value, { format: 'engineering', type })).join('');
        expect(text).toHaveLength(7 * values.length);
        const readings = decodeReadings(text, { format: 'engineering', typeOf: () => type })!;
        const step = 10 ** -(5 - String(Math.trunc(type.fullScale!)).length);
        for (const [index, value] of values.entries()) {
          const { status, value: got } = readings[index]!;
          if (typeof value === 'string') expect([status, got]).toEqual([value, undefined]);
          else expect(Math.abs(got! - value)).toBeLessThanOrEqual(step / 2 + 1e-9);
        }
      }),
    );
  });

  it('in percent come back to a hundredth', () => {
    fc.assert(
      fc.property(channels, ({ type, values }) => {
        const text = values.map(value => encodeReading(value, { format: 'percent', type })).join('');
        const readings = decodeReadings(text, { format: 'percent', typeOf: () => type })!;
        expect(readings.map(({ unit }) => unit)).toEqual(values.map(() => '%'));
        for (const [index, value] of values.entries()) {
          const { status, value: got } = readings[index]!;
          if (typeof value === 'string') expect([status, got]).toEqual([value, undefined]);
          else expect(Math.abs(got! - (value / type.fullScale!) * 100)).toBeLessThanOrEqual(0.005 + 1e-9);
        }
      }),
    );
  });

  it('in hexadecimal come back to one count', () => {
    fc.assert(
      fc.property(channels, ({ type, values }) => {
        const text = values.map(value => encodeReading(value, { format: 'hex', type })).join('');
        expect(text).toHaveLength(4 * values.length);
        const readings = decodeReadings(text, { format: 'hex', typeOf: () => type })!;
        const count =
          type.from === undefined ? type.fullScale! / 32768 : (type.fullScale! - type.from) / 65535;
        for (const [index, value] of values.entries()) {
          const { status, value: got } = readings[index]!;
          if (value === 'disabled') expect([status, got]).toEqual(['disabled', undefined]);
          else if (typeof value === 'number' && status === 'ok')
            expect(Math.abs(got! - value)).toBeLessThanOrEqual(count * 1.001);
          else if (typeof value === 'string' && type.marks) expect([status, got]).toEqual([value, undefined]);
        }
      }),
    );
  });

  it('of text that is none are refused, never guessed', () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 30 }),
        fc.constantFrom('engineering', 'percent', 'hex'),
        (text, format) => {
          const readings = decodeReadings(text, { format });
          if (readings !== undefined) expect(readings.map(reading => reading.text).join('')).toBe(text);
          else expect(text).not.toMatch(/^([+-]\d{3}\.\d{2})+$/);
        },
      ),
    );
  });

  it.each([
    ['+9999-0000', ['over', 'under']],
    ['+9999.9-9999.9', ['over', 'under']],
    ['+999.99-999.99', ['over', 'under']],
    ['+9999+025.12-0000', ['over', 'ok', 'under']],
  ])('marks are compared as text: %s', (text, expected) => {
    const readings = decodeReadings(text, { format: 'engineering' })!;
    expect(readings.map(({ status }) => status)).toEqual(expected);
    for (const { status, value } of readings) expect(value === undefined).toBe(status !== 'ok');
  });

  it('of the printed width are never cut short or made longer by one lost or added character', () => {
    const sound = '+05.123-02.356+9999.9       +9999-0000+025.12';
    const wide = (text: string) => decodeReadings(text, { format: 'engineering', width: 7 });
    const right = wide(sound)!.map(({ text }) => text);
    expect(right).toEqual(['+05.123', '-02.356', '+9999.9', '       ', '+9999', '-0000', '+025.12']);
    for (let at = 0; at < sound.length; at += 1) {
      const lost = wide(sound.slice(0, at) + sound.slice(at + 1));
      // An over-range mark that lost its decimal is the mark of old firmware.
      for (const { status, text } of lost ?? []) if (status === 'ok') expect(right).toContain(text);
      for (const added of '0123456789.') {
        const more = wide(sound.slice(0, at) + added + sound.slice(at));
        for (const { status, text } of more ?? []) if (status === 'ok') expect(right).toContain(text);
      }
    }
  });

  it.each([
    ['+025.123', 7, undefined],
    ['+025.123', '7 or 8', 25.123],
    ['+5.12', '7 or 8', undefined],
    ['+5.12', 'any', 5.12],
    ['+0512.', 7, undefined],
    ['+051234', 7, undefined],
  ] as const)('of another width: %s as %s is %s', (text, width, value) => {
    expect(decodeReadings(text, { format: 'engineering', width })?.[0]?.value).toBe(value);
  });

  it('range marks of old firmware are the same in hexadecimal', () => {
    const readings = decodeReadings('+99994C53-00007FFF', {
      format: 'hex',
      typeOf: () => signalTypes.get(0x08),
    })!;
    expect(readings.map(({ status }) => status)).toEqual(['over', 'ok', 'under', 'ok']);
    expect(readings.map(({ raw }) => raw)).toEqual([undefined, 0x4c53, undefined, 0x7fff]);
  });

  it('7FFF is full scale of a voltage, and over range of a thermocouple', () => {
    const of = (code: number) =>
      decodeReadings('7FFF8000', { format: 'hex', typeOf: () => signalTypes.get(code) })!;
    expect(of(0x08).map(({ status }) => status)).toEqual(['ok', 'ok']);
    expect(of(0x08)[1]!.value).toBe(-10);
    expect(of(0x0f).map(({ status }) => status)).toEqual(['over', 'under']);
  });

  it('K at -270 °C is E6D0', () => {
    expect(encodeReading(-270, { format: 'hex', type: signalTypes.get(0x0f) })).toBe('E6D0');
  });

  it('have no value where the full scale of a type is not known, but keep their counts', () => {
    const [reading] = decodeReadings('4000', { format: 'hex', typeOf: () => signalTypes.get(0x0e) })!;
    expect(reading).toMatchObject({ status: 'ok', value: undefined, raw: 0x4000 });
  });

  it('4–20 mA is unsigned', () => {
    const typeOf = () => signalTypes.get(0x07);
    expect(decodeReadings('0000FFFF', { format: 'hex', typeOf })!.map(({ value }) => value)).toEqual([4, 20]);
  });
});
