import { formatHex, UsageError } from '@bus/line';
import {
  asciiFraming,
  diagnostics,
  type ModbusFraming,
  mbapFraming,
  readHoldingRegisters,
  rtuFraming,
  writeMultipleRegisters,
} from '@bus/modbus';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseModbusText } from './modbus-text.js';

const registers = fc.array(fc.nat(0xffff), { minLength: 1, maxLength: 60 });
const pdus = fc.oneof(
  fc
    .record({ startAddress: fc.nat(60_000), quantity: fc.integer({ min: 1, max: 125 }) })
    .map(request => readHoldingRegisters.encodeRequest(request)),
  fc
    .record({ startAddress: fc.nat(60_000), registers })
    .map(request => writeMultipleRegisters.encodeRequest(request)),
  fc
    .array(fc.nat(255), { minLength: 1, maxLength: 20 })
    .map(data => diagnostics.encodeRequest({ subFunction: 0, data: Uint8Array.from([...data, ...data]) })),
);
const units = fc.integer({ min: 1, max: 247 });

/** A whole frame as people have it before them. */
function wholeText(framing: ModbusFraming, unit: number, pdu: Uint8Array): string {
  const frame = framing.wrap(unit, pdu);
  return framing.name === 'ascii' ? String.fromCharCode(...frame.slice(1, -2)) : formatHex(frame);
}

function parsed(text: string, framing: ModbusFraming) {
  try {
    const { unit, pdu } = parseModbusText(text, framing);
    return { unit, pdu: formatHex(pdu) };
  } catch (error) {
    return error;
  }
}

describe.each([rtuFraming, asciiFraming(), mbapFraming()])('hexadecimal text on a line of $name', framing => {
  it('is unit and request, however it is spaced', () => {
    fc.assert(
      fc.property(units, pdus, fc.constantFrom('', ' ', '  ', ', '), (unit, pdu, space) => {
        const text = formatHex(Uint8Array.of(unit, ...pdu)).replaceAll(' ', space);
        const result = parsed(text.toLowerCase(), framing);
        if (result instanceof UsageError) expect(result.message).toContain('two ways');
        else expect(result).toEqual({ unit, pdu: formatHex(pdu) });
      }),
    );
  });

  it('is the same as a whole frame, or is refused where it could be something else; never something else', () => {
    let refused = 0;
    fc.assert(
      fc.property(units, pdus, (unit, pdu) => {
        const result = parsed(wholeText(framing, unit, pdu), framing);
        if (result instanceof UsageError) refused += 1;
        else expect(result).toEqual({ unit, pdu: formatHex(pdu) });
      }),
    );
    expect(refused).toBeLessThan(60);
  });
});

describe('text that makes sense with and without its last two bytes', () => {
  it('is refused with both meanings', () => {
    const pdu = diagnostics.encodeRequest({ subFunction: 0, data: Uint8Array.of(0x12, 0x34) });
    const result = parsed(wholeText(rtuFraming, 1, pdu), rtuFraming) as UsageError;
    expect(result.hint).toMatch(/whole frame it is: unit 1, .*added: unit 1, /);
  });
});
