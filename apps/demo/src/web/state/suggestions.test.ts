import { expect, test } from 'vitest';
import type { InstrumentInfo, LineInfo } from '../../protocol/index.js';
import { suggestions } from './suggestions.js';

const line = { id: 'rs485', protocol: 'modbus' } as LineInfo;
const instrument = (protocol: string, address: string, model = '', on = 'rs485') =>
  ({ protocol, address, model, line: on }) as InstrumentInfo;

test('the instruments of the line are asked something harmless', () => {
  const there = [
    instrument('modbus', '1', 'temperature controller'),
    instrument('modbus', '17', 'remote I/O'),
    instrument('dcon', '0A', 'I-7060'),
    instrument('232drio', '', '232DRIO', 'rs232'),
  ];
  expect(suggestions(line, there)).toEqual(['01 03 01 21 00 01', '11 03 00 00 00 01', '$0A2']);
  expect(suggestions({ ...line, id: 'rs232' }, there)).toEqual(['!0R']);
});

test('a line without instruments has something to try as well', () => {
  expect(suggestions(line, [])).toEqual(['01 03 00 00 00 01']);
  expect(suggestions({ ...line, protocol: 'dcon' }, [])).toEqual(['$012']);
});
